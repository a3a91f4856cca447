import { describe, expect, it } from 'vitest';
import type { TaskReport, WorkerHeartbeat } from '../../index.js';
import { LogCorruptError, TOPICS } from '../../index.js';
import { MemoryPartition } from './memory-partition.js';

const report = (run: string): { partition: number; key: string; value: TaskReport } => ({
  partition: 0,
  key: run,
  value: { run, worker: 'w', reports: [] },
});

const beat = (at: number): { partition: number; key: string; value: WorkerHeartbeat } => ({
  partition: 0,
  key: 'w',
  value: {
    worker: 'w',
    incarnation: 'i',
    groups: [],
    lane: 0,
    slots: 1,
    lightSlots: 1,
    lightBusy: 0,
    busy: 0,
    state: 'ready',
    at,
    guard: '',
    startedAt: 0,
  },
});

const reports = (): MemoryPartition<'task-status'> =>
  new MemoryPartition(TOPICS['task-status'], false, () => 0);
const beats = (): MemoryPartition<'heartbeats'> => new MemoryPartition(TOPICS.heartbeats, false, () => 0);

/** Says whether a promise has been kept by now. */
async function isKept(promise: Promise<void> | undefined): Promise<boolean> {
  return await Promise.race([Promise.resolve(promise).then(() => true), Promise.resolve().then(() => false)]);
}

describe('a topic in memory that is derived again', () => {
  it('is acknowledged at once', () => {
    expect(beats().append([beat(1)])).toEqual({ offsets: [0], done: undefined });
  });

  it('keeps nothing that its followers have had', () => {
    const partition = beats();
    partition.follow(0, () => undefined);
    partition.append([beat(1), beat(2)]);
    expect(partition.bounds).toEqual({ start: 2, end: 2 });
    expect(() => partition.read(0, 10)).toThrow(LogCorruptError);
  });

  it('keeps what the slowest follower has not had', () => {
    const partition = beats();
    const had: number[] = [];
    partition.follow(0, () => undefined);
    const slow = partition.follow(0, (records) => had.push(...records.map(({ offset }) => offset)));
    partition.append([beat(1)]);
    slow.pause();
    partition.append([beat(2), beat(3)]);
    expect(partition.bounds).toEqual({ start: 1, end: 3 });
    expect(partition.page(1, 10).map(({ offset }) => offset)).toEqual([1, 2]);
    expect(had).toEqual([0]);
  });

  it('keeps the newest ten thousand when nobody follows', () => {
    const partition = beats();
    for (let at = 0; at < 10_003; at += 1) partition.append([beat(at)]);
    expect(partition.bounds).toEqual({ start: 3, end: 10_003 });
  });
});

describe('a topic in memory whose reader acknowledges', () => {
  it('does not acknowledge a record before its reader has handled it for good', async () => {
    const partition = reports();
    const reader = partition.follow(0, () => undefined);
    const [first, second] = [partition.append([report('a')]), partition.append([report('b')])];
    expect(await isKept(first.done)).toBe(false);
    reader.commit(1);
    expect([await isKept(first.done), await isKept(second.done)]).toEqual([true, false]);
    reader.commit(2);
    expect(await isKept(second.done)).toBe(true);
  });

  it('keeps what was delivered and not handled for the next reader', () => {
    const partition = reports();
    const reader = partition.follow(0, () => undefined);
    partition.append([report('a'), report('b'), report('c')]);
    reader.commit(1);
    reader.close();
    expect(partition.read(1, 10).records.map(({ value }) => value.run)).toEqual(['b', 'c']);
    expect(partition.bounds).toEqual({ start: 1, end: 3 });
  });

  it('keeps nothing that was handled', () => {
    const partition = reports();
    const reader = partition.follow(0, () => undefined);
    partition.append([report('a'), report('b')]);
    reader.commit(2);
    expect(partition.bounds).toEqual({ start: 2, end: 2 });
  });

  it('keeps everything while it has no reader', () => {
    const partition = reports();
    for (let count = 0; count < 10_050; count += 1) partition.append([report('a')]);
    expect(partition.bounds).toEqual({ start: 0, end: 10_050 });
  });
});

describe('the beginning of a topic in memory (L57)', () => {
  it('is where the log says that its reader stands: an offset is never given twice', () => {
    const partition = reports();
    partition.beginAt(700);
    expect(partition.bounds).toEqual({ start: 700, end: 700 });
    expect(partition.append([report('a')]).offsets).toEqual([700]);
  });

  it('does not move once there are records, nor back', () => {
    const partition = reports();
    partition.beginAt(700);
    partition.beginAt(600);
    partition.append([report('a')]);
    partition.beginAt(900);
    expect(partition.bounds).toEqual({ start: 700, end: 701 });
  });

  it('counts as handled what stands before it', async () => {
    const partition = reports();
    partition.beginAt(700);
    const reader = partition.follow(700, () => undefined);
    const { done } = partition.append([report('a')]);
    reader.commit(701);
    expect(await isKept(done)).toBe(true);
    expect(partition.bounds).toEqual({ start: 701, end: 701 });
  });
});
