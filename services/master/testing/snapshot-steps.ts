import { stateHash } from '@millrace/dag';
import { running, succeeded } from '@millrace/dag/testing';
import type { SnapshotEntry } from '@millrace/events';
import { expect } from 'vitest';
import { PartitionMemory } from '../src/partitions/partition-memory.js';
import { restorePartition } from '../src/snapshots/restore-partition.js';
import { readSnapshots } from '../src/snapshots/snapshot-reader.js';
import type { MasterWorld } from './master-world.js';
import type { TestMaster } from './test-master.js';

/** A run that waits for its worker; `nth` counts the dispatches. */
export async function begin(world: MasterWorld, nth: number): Promise<string> {
  const run = world.runId();
  await world.ask(0, world.startRun(run));
  await world.event('TaskDispatched', 0, nth);
  return run;
}

/** Takes the run to its end; `nth` counts the ends. */
export async function finish(world: MasterWorld, run: string, nth: number): Promise<void> {
  world.report(run, 0, running('a'), succeeded('a'));
  world.report(run, 0, succeeded('b'));
  await world.settle();
  world.report(run, 0, succeeded('b'));
  await world.event('RunSucceeded', 0, nth);
  await world.settle();
}

/** What is restored from snapshots is what the whole log gives. */
export async function expectSame({ context }: TestMaster): Promise<PartitionMemory> {
  const { memory } = await restorePartition(0, context);
  const cold = new PartitionMemory(0, context);
  await cold.catchUp();
  expect(hashes(memory)).toEqual(hashes(cold));
  expect(memory.fold.state).toEqual(cold.fold.state);
  expect(memory.state.positions).toEqual(cold.state.positions);
  expect(memory.state.lost).toEqual(cold.state.lost);
  expect([memory.state.lastNow, memory.state.doneTo]).toEqual([cold.state.lastNow, cold.state.doneTo]);
  return memory;
}

/** Puts others in the place of entries. */
export async function tamper(
  { log }: MasterWorld,
  change: (entry: SnapshotEntry) => SnapshotEntry | undefined,
): Promise<void> {
  const { end } = await log.bounds('snapshots', 0);
  const { records } = await log.read('snapshots', 0, 0, end);
  for (const { key, value } of records) {
    const changed = change(value);
    if (changed) await log.append('snapshots', [{ partition: 0, key, value: changed }]);
  }
}

export async function newestSet({ context }: TestMaster): Promise<string | undefined> {
  return (await readSnapshots(0, context)).newest?.set;
}

function hashes(memory: PartitionMemory): Readonly<Record<string, string>> {
  return Object.fromEntries([...memory.runs.all()].map(({ run }) => [run.id, stateHash(run)]));
}
