import { decodeRun } from '@millrace/dag';
import type { FoldState, WorkflowRecord } from '@millrace/events';
import { FOLD_START, LogCorruptError, decodeRecord } from '@millrace/events';
import type { MasterContext } from '../partitions/master-context.js';
import { PartitionMemory } from '../partitions/partition-memory.js';
import type { SnapshotSet, Snapshots } from './snapshot-reader.js';
import { dedupPart } from './checkpoint.js';
import { readSnapshots } from './snapshot-reader.js';

export interface Restored {
  readonly memory: PartitionMemory;
  readonly base: readonly string[];
  readonly superseded: readonly string[];
}

/** Snapshot, then the tail of the log (L9.2–3, L29, L30). Refuses, loudly, a log that is not the one it knew (L10). */
export async function restorePartition(partition: number, context: MasterContext): Promise<Restored> {
  const snapshots = await readSnapshots(partition, context);
  await checkLog(partition, snapshots, context);
  const memory = new PartitionMemory(partition, context, snapshots.newest?.checkpoint.fold);
  if (snapshots.newest) restoreSet(memory, snapshots.newest, context);
  await memory.catchUp();
  await reopen(memory, snapshots.newest?.checkpoint.open ?? [], context);
  for (const topic of INPUTS) await checkInput(topic, memory, context);
  return { memory, base: snapshots.base, superseded: snapshots.superseded };
}

function restoreSet(
  memory: PartitionMemory,
  { checkpoint, slices, finished, dedup }: SnapshotSet,
  context: MasterContext,
): void {
  const { state, runs } = memory;
  Object.assign(state.positions, checkpoint.positions);
  state.lastNow = checkpoint.lastNow;
  state.doneTo = checkpoint.doneTo;
  for (const [incarnation, worker, proven] of checkpoint.lost)
    state.lost.set(incarnation, { worker, proven });
  state.mail.restore(checkpoint.mail);
  for (const command of checkpoint.parked) state.parked.parked(command);
  state.dedup.restore(
    [...dedup]
      .sort((a, b) => Number(a.id) - Number(b.id))
      .map((entry) => dedupPart.parse(entry.state))
      .filter(([hour]) => hour >= (checkpoint.dedupFrom ?? Infinity)),
  );
  for (const entry of finished) runs.addEnded(entry.id);
  for (const { id, born, state: encoded } of slices) {
    const hash = definitionOf(encoded);
    const graph = context.catalogue.graph(hash);
    if (graph) runs.add(decodeRun(encoded, graph), born);
    else runs.stop(id, hash);
  }
}

function definitionOf(encoded: unknown): string {
  return (encoded as { readonly start: { readonly definition: string } }).start.definition;
}

async function checkLog(partition: number, { newest }: Snapshots, { log }: MasterContext): Promise<void> {
  const { start, end } = await log.bounds('workflow-events', partition);
  const known = newest?.checkpoint.fold ?? FOLD_START;
  if (start > known.next) refuse(partition, `begins at ${start}, after its checkpoint at ${known.next}`);
  if (end < known.next) refuse(partition, `ends at ${end}, before its checkpoint at ${known.next}`);
  if (known.next === 0) return;
  // What is archived may have left the log right up to the checkpoint (L52): the next record then tells its id.
  const at = Math.max(start, known.next - 1);
  if (at === end) return;
  const { records } = await log.read('workflow-events', partition, at, 1);
  checkNeighbour(partition, known, at < known.next, records[0] && decodeRecord(records[0].value));
}

/** The record before the checkpoint must be one that the checkpoint can have seen; the one after it, of the same log. */
function checkNeighbour(
  partition: number,
  known: FoldState,
  isBefore: boolean,
  record: WorkflowRecord | undefined,
): void {
  if (record?.logId !== known.logId) {
    refuse(partition, `is log ${record?.logId ?? 'none'}, its checkpoint is of ${known.logId}`);
  }
  if (isBefore && record?.kind === 'record' && record.epoch === known.epoch && record.seq > known.seq) {
    refuse(partition, `has record ${record.seq} where its checkpoint says ${known.seq}`);
  }
}

/** Replies that the last owner may not have sent stand before its checkpoint (L22, L26). */
async function reopen(
  memory: PartitionMemory,
  offsets: readonly number[],
  { log }: MasterContext,
): Promise<void> {
  for (const offset of offsets) {
    const { records } = await log.read('workflow-events', memory.partition, offset, 1);
    const [record] = records;
    if (record?.offset === offset) memory.addOpen(offset, record.value);
  }
}

const INPUTS = ['commands', 'task-status', 'mailbox'] as const;

/** An input must reach back to where it is resumed, and as far as it was read (L10, L11). */
async function checkInput(
  topic: (typeof INPUTS)[number],
  { partition, state }: PartitionMemory,
  { log }: MasterContext,
): Promise<void> {
  const next = state.positions[topic];
  log.beginAt(topic, partition, next);
  const { start, end } = await log.bounds(topic, partition);
  if (start > next)
    throw new LogCorruptError(
      `${topic} of partition ${partition} begin at ${start}: those from ${next} on are gone.`,
    );
  if (end < next)
    throw new LogCorruptError(
      `${topic} of partition ${partition} end at ${end}, but ${next} were decided: the topic was truncated.`,
    );
}

function refuse(partition: number, what: string): never {
  throw new LogCorruptError(
    `Partition ${partition} of workflow-events ${what}. It was truncated, re-created or has expired: restore it from a backup.`,
  );
}
