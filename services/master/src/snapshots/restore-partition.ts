import { decodeRun } from '@millrace/dag';
import { LogCorruptError, decodeRecord } from '@millrace/events';
import type { MasterContext } from '../partitions/master-context.js';
import { PartitionMemory } from '../partitions/partition-memory.js';
import type { SnapshotSet, Snapshots } from './snapshot-reader.js';
import { readSnapshots } from './snapshot-reader.js';

export interface Restored {
  readonly memory: PartitionMemory;
  readonly superseded: readonly string[];
}

/** Snapshot, then the tail of the log (L9.2–3, L29, L30). Refuses, loudly, a log that is not the one it knew (L10). */
export async function restorePartition(partition: number, context: MasterContext): Promise<Restored> {
  const snapshots = await readSnapshots(context.log, partition);
  await checkLog(partition, snapshots, context);
  const memory = new PartitionMemory(partition, context, snapshots.newest?.checkpoint.fold);
  if (snapshots.newest) restoreSet(memory, snapshots.newest, context);
  await memory.catchUp();
  return { memory, superseded: snapshots.superseded };
}

function restoreSet(memory: PartitionMemory, { checkpoint, slices, finished, dedup }: SnapshotSet, context: MasterContext): void {
  const { state, runs } = memory;
  Object.assign(state.positions, checkpoint.positions);
  state.lastNow = checkpoint.lastNow;
  state.doneTo = checkpoint.doneTo;
  for (const [incarnation, worker] of checkpoint.lost) state.lost.set(incarnation, worker);
  state.mail.restore(checkpoint.mail);
  state.restoreDedup(dedup.map((entry) => entry.state as unknown as [number, [string, string][]]));
  for (const entry of finished) runs.addEnded(entry.id);
  for (const { id, born, state: encoded } of slices) {
    const hash = definitionOf(encoded);
    const graph = context.catalogue.graph(hash);
    if (!graph) throw new LogCorruptError(`The definition ${hash} of run ${id} is missing from the catalogue.`);
    runs.add(decodeRun(encoded, graph), born);
  }
}

function definitionOf(encoded: unknown): string {
  return (encoded as { readonly start: { readonly definition: string } }).start.definition;
}

async function checkLog(partition: number, { newest }: Snapshots, { log }: MasterContext): Promise<void> {
  const { start, end } = await log.bounds('workflow-events', partition);
  const known = newest?.checkpoint.fold;
  const next = known?.next ?? 0;
  const refuse = (what: string): never => {
    throw new LogCorruptError(
      `Partition ${partition} of workflow-events ${what}. It was truncated, re-created or has expired: restore it from a backup.`,
    );
  };
  if (start > next) refuse(`begins at ${start}, after its checkpoint at ${next}`);
  if (end < next) refuse(`ends at ${end}, before its checkpoint at ${next}`);
  if (!known || next === 0) return;
  const { records } = await log.read('workflow-events', partition, next - 1, 1);
  const before = records[0] && decodeRecord(records[0].value);
  if (before?.logId !== known.logId) refuse(`is log ${before?.logId ?? 'none'}, its checkpoint is of ${known.logId}`);
  if (before?.kind === 'record' && before.epoch === known.epoch && before.seq > known.seq) {
    refuse(`has record ${before.seq} where its checkpoint says ${known.seq}`);
  }
}
