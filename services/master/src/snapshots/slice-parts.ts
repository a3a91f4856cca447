import type { JsonValue } from '@millrace/dag';
import type { SnapshotEntry } from '@millrace/events';

/** A state is split when it has more characters as JSON than this: as text in a record they may take six bytes each (L32). */
const MOST_CHARACTERS = 160_000;

/** Where the parts of a split state stand, said by its slice. */
export interface PartsOf {
  readonly count: number;
  /** Alternates with each slice of a run, so that the parts of the slice that counts are never overwritten. */
  readonly side: 0 | 1;
}

/** What a state is stored as. Undefined where it fits into its slice. */
export function splitState(text: string): readonly string[] | undefined {
  if (text.length <= MOST_CHARACTERS) return undefined;
  const count = Math.ceil(text.length / MOST_CHARACTERS);
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * MOST_CHARACTERS, (index + 1) * MOST_CHARACTERS),
  );
}

/** Id of a part under the key of its run. */
export function partId(run: string, side: 0 | 1, index: number): string {
  return `${run}/${side}/${index}`;
}

/** The slice with its whole state. `parts`: those of its set, by their id. Undefined where one is missing or is no JSON. */
export function joinState(
  slice: SnapshotEntry,
  parts: ReadonlyMap<string, SnapshotEntry>,
): SnapshotEntry | undefined {
  const { parts: split } = slice;
  if (!split) return slice;
  const texts = Array.from(
    { length: split.count },
    (_, index) => parts.get(partId(slice.id, split.side, index))?.state,
  );
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  try {
    return { ...slice, state: JSON.parse(texts.join('')) as JsonValue };
  } catch {
    return undefined;
  }
}
