import { expect, it } from 'vitest';
import type { EventLog } from '../src/index.js';
import { TOMBSTONE, TOPICS, partitionsOf } from '../src/index.js';
import type { TopicName } from '../src/index.js';
import { collect, readAll } from './collect.js';
import type { OpenHarness } from './event-log-harness.js';
import { harnessPerTest } from './harness-per-test.js';

const project = (name: string, title: string) =>
  ({ kind: 'project', project: name, title, createdAt: 0 }) as const;

async function appendProjects(log: EventLog, entries: readonly (readonly [name: string, title: string])[]) {
  for (const [name, title] of entries) {
    await log.append('catalog', [{ partition: 0, key: name, value: project(name, title) }]);
  }
}

const report = (run: string) => ({ run, worker: 'w', reports: [] });
const mail = (mseq: number) => ({ from: 1, to: 2, mseq, command: 'c' });

export function topicContract(open: OpenHarness): void {
  const harness = harnessPerTest(open);

  it('has every topic of the catalogue with all its partitions', async () => {
    const { log } = harness();
    const names = Object.keys(TOPICS).filter((name): name is TopicName => name in TOPICS);
    for (const name of names) {
      const count = partitionsOf(name, log.partitions);
      expect(await log.bounds(name, count - 1)).toEqual({ start: 0, end: 0 });
      await expect(async () => await log.bounds(name, count)).rejects.toThrow();
    }
  });

  it('keeps the newest record of each key of a compacted topic', async () => {
    const { log } = harness();
    await appendProjects(log, [
      ['a', 'first'],
      ['b', 'first'],
      ['a', 'second'],
      ['c', 'first'],
      ['a', 'third'],
      ['b', 'second'],
    ]);
    const records = await readAll(log, 'catalog', 0, 2);
    const newest = new Map(records.map(({ key, value }) => [key, value]));
    expect(Object.fromEntries(newest)).toEqual({
      a: project('a', 'third'),
      b: project('b', 'second'),
      c: project('c', 'first'),
    });
    expect(records.map(({ offset }) => offset)).toEqual(
      records.map(({ offset }) => offset).toSorted((a, b) => a - b),
    );
    expect((await log.bounds('catalog', 0)).end).toBe(6);
  });

  it('tells of a tombstone as what is newest of its key', async () => {
    const { log } = harness();
    const slice = { ...TOMBSTONE, kind: 'slice', set: '1.0', id: 'r', logId: 'l', state: { a: 1 } } as const;
    await log.append('snapshots', [
      { partition: 1, key: 'a', value: slice },
      { partition: 1, key: 'b', value: slice },
    ]);
    await log.append('snapshots', [{ partition: 1, key: 'a', value: TOMBSTONE }]);
    const records = await readAll(log, 'snapshots', 1);
    expect(Object.fromEntries(records.map(({ key, value }) => [key, value]))).toEqual({
      a: TOMBSTONE,
      b: slice,
    });
  });

  it('never gives the offset of a compacted record again', async () => {
    const { log } = harness();
    await appendProjects(log, [
      ['a', 'first'],
      ['a', 'second'],
      ['a', 'third'],
    ]);
    expect((await log.bounds('catalog', 0)).end).toBe(3);
    expect((await readAll(log, 'catalog', 0)).at(-1)).toMatchObject({
      offset: 2,
      value: project('a', 'third'),
    });
  });

  it('lets a follower of a compacted topic go on over the records that are gone', async () => {
    const { log } = harness();
    await appendProjects(log, [
      ['a', 'first'],
      ['b', 'first'],
      ['a', 'second'],
    ]);
    const titles = new Map<string | null, unknown>();
    const follower = collect(log, 'catalog', 0, 0, (_, records) => {
      for (const { key, value } of records) titles.set(key, value);
    });
    await follower.until(2);
    const before = follower.records.length;
    await appendProjects(log, [['c', 'first']]);
    await follower.until(before + 1);
    expect(titles).toEqual(
      new Map([
        ['b', project('b', 'first')],
        ['a', project('a', 'second')],
        ['c', project('c', 'first')],
      ]),
    );
  });

  it('acknowledges a report at the latest when its reader has handled it', async () => {
    const { log } = harness();
    const follower = collect(log, 'task-status', 1, 0);
    const acknowledged = Promise.all([
      log.append('task-status', [{ partition: 1, key: 'r1', value: report('r1') }]),
      log.append('task-status', [{ partition: 1, key: 'r2', value: report('r2') }]),
    ]);
    await follower.until(2);
    follower.subscription.commit(2);
    expect(await acknowledged).toEqual([[0], [1]]);
  });

  it('delivers reports again that a reader had and did not handle', async () => {
    const { log } = harness();
    const first = collect(log, 'task-status', 1, 0);
    const acknowledged = Promise.all(
      ['r1', 'r2', 'r3'].map((run) =>
        log.append('task-status', [{ partition: 1, key: run, value: report(run) }]),
      ),
    );
    await first.until(3);
    first.subscription.commit(1);
    first.subscription.close();
    const second = collect(log, 'task-status', 1, 1);
    await second.until(2);
    expect(second.records.map(({ value }) => value.run)).toEqual(['r2', 'r3']);
    second.subscription.commit(3);
    expect(await acknowledged).toEqual([[0], [1], [2]]);
  });

  it('takes a commit on any other topic for nothing', async () => {
    const { log } = harness();
    const follower = collect(log, 'commands', 0, 0);
    await log.append('commands', [{ partition: 0, key: null, value: 'a' }]);
    await follower.until(1);
    follower.subscription.commit(1);
    expect(await readAll(log, 'commands', 0)).toMatchObject([{ offset: 0, value: 'a' }]);
  });

  it('begins a topic where its reader says, if it begins it anew, and never gives an offset twice', async () => {
    const { log } = harness();
    log.beginAt('mailbox', 2, 500);
    const { start } = await log.bounds('mailbox', 2);
    expect([0, 500]).toContain(start);
    const follower = collect(log, 'mailbox', 2, start);
    const append = async (mseq: number) =>
      await log.append('mailbox', [{ partition: 2, key: '2', value: mail(mseq) }]);
    expect(await append(1)).toEqual([start]);
    log.beginAt('mailbox', 2, 3);
    expect(await append(2)).toEqual([start + 1]);
    await follower.until(2);
    expect(follower.records.map(({ offset }) => offset)).toEqual([start, start + 1]);
  });

  it('begins what it keeps where it was, whatever a reader says', async () => {
    const { log } = harness();
    log.beginAt('commands', 0, 500);
    expect(await log.append('commands', [{ partition: 0, key: null, value: 'a' }])).toEqual([0]);
  });
}
