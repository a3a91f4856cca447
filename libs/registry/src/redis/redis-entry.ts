import type { MemberKind, Presence } from '../presence.js';
import { decodePresence, entryOf } from '../presence.js';

/** An entry that this release does not understand: written by another one, or by hand. */
export interface StrangeEntry {
  readonly kind: MemberKind;
  /** Its field in the hash, shortened to 200 characters. May be anything: show it escaped. */
  readonly entry: string;
  readonly reason: string;
}

const VALUE = /^\d+ (\d+) (.*)$/s;

/** The presence in a value, or why there is none. */
export function readEntry(
  kind: MemberKind,
  field: string,
  value: string,
): Presence | { readonly strange: string } {
  const [, beat, text] = VALUE.exec(value) ?? [];
  if (text === undefined) return { strange: 'it has no lease' };
  const found = decodePresence(text);
  if ('strange' in found) return found;
  const fits = found.kind === kind && entryOf(found) === field && String(found.beat) === beat;
  return fits ? found : { strange: 'it speaks of another member or beat' };
}

/** Tells of an entry when it turns up, and not again until it has gone. */
export class StrangeEntries {
  private readonly known: Record<MemberKind, ReadonlySet<string>> = { worker: new Set(), master: new Set() };

  constructor(private readonly onStrange: (entry: StrangeEntry) => void) {}

  /** `found`: reasons by field, of all that one reading has found. */
  tell(kind: MemberKind, found: ReadonlyMap<string, string>): void {
    const before = this.known[kind];
    this.known[kind] = new Set(found.keys());
    for (const [field, reason] of found) {
      if (!before.has(field)) this.onStrange({ kind, entry: field.slice(0, 200), reason });
    }
  }
}
