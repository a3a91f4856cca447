import type { EventLog, SnapshotEntry } from '@millrace/events';
import type { MasterContext } from '../partitions/master-context.js';
import type { Checkpoint } from './checkpoint.js';
import { checkpoint } from './checkpoint.js';
import { joinState } from './slice-parts.js';
import { newestFirst, parseSet } from './snapshot-keys.js';

const PAGE = 500;

/** A complete set, ready to be restored (L29). */
export interface SnapshotSet {
  readonly set: string;
  readonly checkpoint: Checkpoint;
  /** Slices of live runs. */
  readonly slices: readonly SnapshotEntry[];
  /** Runs that ended at or after the checkpoint: their tail is known already. */
  readonly finished: readonly SnapshotEntry[];
  readonly dedup: readonly SnapshotEntry[];
}

export interface Snapshots {
  /** Newest complete set; undefined: fold from the start of the log. */
  readonly newest: SnapshotSet | undefined;
  /** Keys of that set. */
  readonly base: readonly string[];
  /** Keys of all other sets: they may go once a newer checkpoint stands (L31). */
  readonly superseded: readonly string[];
}

interface KeyedEntry {
  readonly key: string;
  readonly entry: SnapshotEntry;
}

/** Reads the snapshots of a partition to the end and chooses the set to restore from; a damaged one is passed over. */
export async function readSnapshots(partition: number, context: MasterContext): Promise<Snapshots> {
  const bySet = new Map<string, KeyedEntry[]>();
  for (const keyed of (await readNewest(context.log, partition)).values()) {
    const entries = bySet.get(keyed.entry.set) ?? [];
    bySet.set(keyed.entry.set, entries);
    entries.push(keyed);
  }
  const sets = [...bySet.keys()].sort((a, b) => newestFirst(parseSet(a), parseSet(b)));
  const complete = sets.flatMap((set) => completeSet(set, bySet.get(set) ?? []) ?? []);
  const newest = complete.find(({ set, slices }) => {
    const damaged = slices.find(({ state, hash }) => context.hash(JSON.stringify(state)) !== hash);
    if (damaged)
      context.logger.error(
        { partition, set, run: damaged.id },
        'a snapshot is damaged: an older one is taken',
      );
    return damaged === undefined;
  });
  const superseded = [...bySet].flatMap(([set, entries]) =>
    set === newest?.set ? [] : entries.map(({ key }) => key),
  );
  const base = (newest && bySet.get(newest.set)) ?? [];
  return { newest, base: base.map(({ key }) => key), superseded };
}

/**
 * The newest entry of each key. Compaction may take an entry before the reader is there and leave a newer one beyond the
 * end that it knew, so it reads on until the end has not moved (L29).
 */
async function readNewest(log: EventLog, partition: number): Promise<ReadonlyMap<string, KeyedEntry>> {
  const newest = new Map<string, KeyedEntry>();
  let { start: next, end } = await log.bounds('snapshots', partition);
  while (next < end) {
    const page = await log.read('snapshots', partition, next, PAGE);
    if (page.records.length === 0) break;
    for (const { key, value } of page.records) {
      if (key === null) continue;
      if (value.kind === 'tombstone') newest.delete(key);
      else newest.set(key, { key, entry: value });
    }
    next = page.next;
    if (next >= end) ({ end } = await log.bounds('snapshots', partition));
  }
  return newest;
}

/** A set counts only when it has a checkpoint and just the slices that the checkpoint counted. */
function completeSet(set: string, keyed: readonly KeyedEntry[]): SnapshotSet | undefined {
  const entries = keyed.map(({ entry }) => entry).filter(({ kind }) => kind !== 'part');
  const checkpointEntry = entries.find((entry) => entry.kind === 'checkpoint');
  if (!checkpointEntry) return undefined;
  const stated = checkpoint.parse(checkpointEntry.state);
  const q = stated.fold.next;
  const runs = entries.filter((entry) => entry.id !== '' && isUuid(entry.id));
  const dedup = entries.filter((entry) => entry.kind === 'slice' && !isUuid(entry.id));
  const born = runs.filter((entry) => entry.born < q).length;
  const over = runs.filter((entry) => entry.kind === 'finished' && entry.born < q && entry.offset < q).length;
  if (born - over !== stated.live || dedup.length < stated.dedupParts) return undefined;
  const slices = wholeSlices(runs, keyed);
  if (!slices) return undefined;
  return {
    set,
    checkpoint: stated,
    slices,
    finished: runs.filter((entry) => entry.kind === 'finished'),
    dedup,
  };
}

/** Undefined where a part is missing. */
function wholeSlices(
  runs: readonly SnapshotEntry[],
  keyed: readonly KeyedEntry[],
): readonly SnapshotEntry[] | undefined {
  const parts = new Map(
    keyed.flatMap(({ entry }) => (entry.kind === 'part' ? [[entry.id, entry] as const] : [])),
  );
  const slices = runs.filter(({ kind }) => kind === 'slice').map((slice) => joinState(slice, parts));
  return slices.every((slice) => slice !== undefined) ? slices : undefined;
}

function isUuid(id: string): boolean {
  return id.length === 36;
}
