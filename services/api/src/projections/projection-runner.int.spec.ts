import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '@millrace/events';
import type { ProjectionStore, ReadDatabase, ReadStore } from '@millrace/persistence';
import { READ_DATABASES, ReadModelFullError } from '@millrace/persistence';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordedLog, fact, runStarted } from '../../testing/recorded-log.js';
import { projectInProcess } from './in-process-driver.js';
import { ProjectionHost } from './projection-host.js';
import { ProjectionRunner } from './projection-runner.js';
import type { RecordSource } from './record-source.js';
import { recordsOf } from './record-source.js';
import { ReadModelAheadError } from './verify-position.js';

let folder: string;
let database: ReadDatabase;
let reads: ReadStore;
let store: ProjectionStore;
let recorded: RecordedLog;
const stores: ProjectionStore[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-projection-'));
  database = READ_DATABASES.sqlite(join(folder, 'read-model.db'));
  reads = await database.openReadStore();
  store = await another();
  recorded = await RecordedLog.create(2);
});

afterEach(async () => {
  for (const one of stores.splice(0)) await one.close();
  await reads.close();
  rmSync(folder, { recursive: true });
});

async function another(): Promise<ProjectionStore> {
  const opened = await database.openProjectionStore();
  stores.push(opened);
  return opened;
}

function runner(options: Partial<ConstructorParameters<typeof ProjectionRunner>[0]> = {}): ProjectionRunner {
  return new ProjectionRunner({ source: recordsOf(recorded.log), store, partitions: 2, ...options });
}

const queued = (task: string): RecordedEvent => fact('TaskQueued', { task, attempt: 1 });
const dispatched = (task: string): RecordedEvent =>
  fact('TaskDispatched', { task, attempt: 1, worker: 'w', incarnation: 'i' });
const running = (task: string): RecordedEvent => fact('AttemptRunning', { task, attempt: 1 });
const succeeded = (task: string): RecordedEvent => fact('AttemptSucceeded', { task, attempt: 1 });

/** Two runs, one in each partition, whose tasks come one after the other; the second stays unfinished. */
async function recordRuns(): Promise<void> {
  for (const partition of [0, 1]) {
    const run = `run-${partition}`;
    const input = { topic: 'commands', offset: 3 } as const;
    await recorded.record(run, [runStarted(run), queued('a'), dispatched('a')], { input }, partition);
    await recorded.record(run, [running('a')], {}, partition);
    await recorded.record(run, [succeeded('a'), queued('b'), dispatched('b')], {}, partition);
  }
  await recorded.record('run-0', [running('b'), succeeded('b'), fact('RunSucceeded', {})]);
}

/** Gives records up to a limit and then fails, as a process does that is killed. */
function killedAfter(records: number): RecordSource {
  let left = records;
  const source = recordsOf(recorded.log);
  return {
    end: source.end,
    read: async (...where) => {
      if (left <= 0) throw new Error('killed');
      left -= 1;
      return source.read(...where);
    },
  };
}

describe('The projection', () => {
  it('brings all partitions into rows', async () => {
    await recordRuns();
    await runner().catchUp();
    expect(await reads.findRun('run-0')).toMatchObject({
      state: 'succeeded',
      counts: { succeeded: 2 },
      partition: 0,
      firstOffset: 2,
      lastOffset: 5,
    });
    expect(await reads.findRun('run-1')).toMatchObject({
      state: 'running',
      counts: { succeeded: 1, dispatched: 1 },
      partition: 1,
      endedAt: null,
    });
    expect((await reads.listTaskRuns('run-1')).map(({ task, state }) => [task, state])).toEqual([
      ['a', 'succeeded'],
      ['b', 'dispatched'],
    ]);
    expect(await reads.foldPositions()).toMatchObject([
      { partition: 0, logId: 'log-0', epoch: 1, seq: 4, next: 6, commands: 4 },
      { partition: 1, logId: 'log-1', epoch: 1, seq: 3, next: 5, commands: 4 },
    ]);
  });

  it('gives equal rows whatever the batches are', async () => {
    await recordRuns();
    await runner().catchUp();
    const hash = await store.rowsHash();
    await store.reset();
    await runner({ batchRecords: 1 }).catchUp();
    expect(await store.rowsHash()).toBe(hash);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'gives equal rows when it dies after %i reads and is started again',
    async (count) => {
      await recordRuns();
      await runner({ batchRecords: 1, source: killedAfter(count) })
        .catchUp()
        .catch(() => undefined);
      const restarted = runner({ batchRecords: 2, store: await another() });
      await restarted.catchUp();
      const hash = await store.rowsHash();
      await restarted.rebuild();
      expect(await store.rowsHash()).toBe(hash);
      expect(await reads.findRun('run-0')).toMatchObject({ state: 'succeeded', counts: { succeeded: 2 } });
    },
  );

  it('gives equal rows after a rebuild, with everything that a run can go through', async () => {
    await recordRuns();
    await recorded.record('run-1', [fact('RunStopRequested', { reason: 'wrong date' })], {}, 1);
    const live = runner({ batchRecords: 2 });
    await live.catchUp();
    await recorded.record(
      'run-1',
      [
        fact('AttemptKilled', { task: 'b', attempt: 1 }),
        fact('TaskKilled', { task: 'b' }),
        fact('RunStopped', {}),
      ],
      {},
      1,
    );
    await live.catchUp();
    const hash = await store.rowsHash();
    await live.rebuild();
    expect(await store.rowsHash()).toBe(hash);
    expect(await reads.findRun('run-1')).toMatchObject({
      state: 'stopped',
      counts: { succeeded: 1, killed: 1 },
    });
  });

  it('gives equal rows of commands that were not accepted, whatever the batches are', async () => {
    const cause = { type: 'StartRun', source: '/api', id: 'one' };
    const refused = (code: string) => ({ accepted: false, code, message: 'no' }) as const;
    const unparked = { type: 'CommandUnparked', v: 1, a: -1, data: { key: 'commands:4' } };
    const at = (offset: number) => ({ topic: 'commands', offset }) as const;
    await recorded.record('run-0', [], { input: at(3), cause, outcome: refused('NO') });
    await recorded.record('run-0', [], { input: at(4), outcome: refused('PARKED') });
    await recorded.record('run-0', [], { input: at(5), outcome: refused('PARKED') });
    await recorded.record('run-0', [runStarted('run-0'), unparked], {
      input: null,
      outcome: { accepted: true },
    });
    const live = runner({ batchRecords: 1 });
    await live.catchUp();
    const codes = [3, 4, 5].map(
      async (command) => (await reads.findRejection({ partition: 0, command }))?.code,
    );
    expect(await Promise.all(codes)).toEqual(['NO', undefined, 'PARKED']);
    const hash = await store.rowsHash();
    await runner().rebuild();
    expect(await store.rowsHash()).toBe(hash);
  });

  it('ignores doubled records and those of a master that lost the partition, but moves past them', async () => {
    const start = [runStarted('run-0'), queued('a')];
    await recorded.record('run-0', start);
    await recorded.doubled('run-0', [runStarted('run-0', { version: 9 })]);
    await recorded.claim();
    await recorded.zombie('run-0', [fact('RunSucceeded', {})]);
    await recorded.record('run-0', [dispatched('a')]);
    await recorded.doubled('run-0', [running('a')]);
    await runner().catchUp();
    expect(await reads.findRun('run-0')).toMatchObject({
      state: 'running',
      version: 3,
      counts: { dispatched: 1 },
      lastOffset: 7,
    });
    const [position] = await reads.foldPositions();
    expect(position).toMatchObject({ epoch: 2, seq: 2, next: 9 });
  });

  it('passes over events of the partition itself', async () => {
    await recorded.record('run-0', [
      { type: 'WorkerLost', v: 1, a: -1, data: { worker: 'w', incarnation: 'i' } },
    ]);
    await runner().catchUp();
    expect(await reads.foldPositions()).toMatchObject([
      { partition: 0, next: 3 },
      { partition: 1, next: 2 },
    ]);
  });

  it('begins anew at the stored position when another projection has moved it on', async () => {
    await recordRuns();
    const slow = runner({ batchRecords: 1 });
    const reported: number[] = [];
    const quick = runner({ store: await another(), onCommitted: ({ next }) => reported.push(next) });
    await slow.catchUp();
    await quick.catchUp();
    await recorded.record('run-1', [running('b'), succeeded('b')], {}, 1);
    await quick.catchUp();
    await recorded.record('run-1', [fact('RunSucceeded', {})], {}, 1);
    await slow.catchUp();
    await quick.catchUp();
    expect(await reads.findRun('run-1')).toMatchObject({ state: 'succeeded', counts: { succeeded: 2 } });
    const hash = await store.rowsHash();
    await slow.rebuild();
    expect(await store.rowsHash()).toBe(hash);
    expect(reported.at(-1)).toBe(7);
  });

  it('gives equal rows when two of them run at once', async () => {
    await recordRuns();
    const both = [runner({ batchRecords: 1 }), runner({ batchRecords: 1, store: await another() })];
    await Promise.all(both.map((one) => one.catchUp()));
    const hash = await store.rowsHash();
    await runner().rebuild();
    expect(await store.rowsHash()).toBe(hash);
  });

  it('goes on with a rebuild that failed at its first step', async () => {
    await recordRuns();
    const live = runner();
    await live.catchUp();
    const reset = vi.spyOn(store, 'reset').mockRejectedValueOnce(new ReadModelFullError('full'));
    await expect(live.rebuild()).rejects.toThrow('full');
    await live.catchUp();
    await live.catchUp();
    expect(reset).toHaveBeenCalledTimes(2);
    expect(await reads.findRun('run-0')).toMatchObject({ state: 'succeeded' });
  });

  it('stops at records that the log has lost, with the rows of what came before', async () => {
    await recordRuns();
    const live = runner();
    await live.catchUp();
    await recorded.gap('run-1', 1);
    await expect(live.catchUp()).rejects.toThrow('workflow-events lacks records');
    expect(await reads.foldPositions()).toMatchObject([{ next: 6 }, { next: 5 }]);
  });

  it.each([4, 5])('refuses a log that ends at %i, before what it holds', async (end) => {
    await recordRuns();
    await runner().catchUp();
    recorded.log.truncate('workflow-events', 0, end);
    await expect(runner().catchUp()).rejects.toThrow(ReadModelAheadError);
  });

  it('refuses another log than the one it was made from', async () => {
    await recordRuns();
    await runner().catchUp();
    recorded = await RecordedLog.create(2, 'other');
    await recordRuns();
    await expect(runner().catchUp()).rejects.toThrow('the log is another one');
    await runner().rebuild();
    expect(await reads.foldPositions()).toMatchObject([{ logId: 'other-0' }, { logId: 'other-1' }]);
  });

  it('lets a run that begins again under its id take the place of the first', async () => {
    await recorded.record('run-0', [runStarted('run-0'), queued('old')]);
    const live = runner();
    await live.catchUp();
    await recorded.record('run-0', [runStarted('run-0', { version: 4 }), queued('new')]);
    await live.catchUp();
    const hash = await store.rowsHash();
    expect((await reads.listTaskRuns('run-0')).map(({ task }) => task)).toEqual(['new']);
    await live.rebuild();
    expect(await store.rowsHash()).toBe(hash);
  });
});

describe('The projection behind its host', () => {
  async function host(onFatal: (message: string) => void = () => undefined): Promise<ProjectionHost> {
    return ProjectionHost.start({
      start: projectInProcess({ source: recordsOf(recorded.log), database, partitions: 2 }),
      onFatal,
    });
  }

  it('lets a reader wait for what was recorded before and after its start', async () => {
    await recordRuns();
    const first = await host();
    expect(await first.waitFor({ partition: 0, offset: 5, logId: 'log-0' }, 5000)).toBe(true);
    const offset = await recorded.record('run-1', [running('b')], {}, 1);
    first.wake();
    expect(await first.waitFor({ partition: 1, offset }, 5000)).toBe(true);
    expect(await reads.findTaskRun('run-1', 'b')).toMatchObject({ state: 'running' });
    await first.close();
  });

  it('knows its position after a restart though nothing new was recorded', async () => {
    await recordRuns();
    const first = await host();
    await first.waitFor({ partition: 1, offset: 4 }, 5000);
    await first.close();
    const second = await host();
    expect(await second.waitFor({ partition: 1, offset: 4 }, 5000)).toBe(true);
    expect(second.positionOf(1)).toEqual({ partition: 1, logId: 'log-1', epoch: 1, next: 5, commands: 4 });
    await second.close();
  });

  it('makes its rows anew when it finds one that it cannot read, and is behind only meanwhile', async () => {
    await recordRuns();
    const first = await host();
    await first.waitFor({ partition: 1, offset: 4 }, 5000);
    await first.close();
    const db = new DatabaseSync(join(folder, 'read-model.db'));
    db.exec("UPDATE run SET counts = '['");
    db.close();
    await recorded.record('run-1', [running('b')], {}, 1);
    const second = await host();
    await vi.waitFor(() => expect(second.staleness()).toBeUndefined());
    expect(await reads.findRun('run-1')).toMatchObject({ counts: { succeeded: 1, running: 1 } });
    expect(await reads.findRun('run-0')).toMatchObject({ state: 'succeeded' });
    await second.close();
  });

  it('says what is wrong when it cannot go on, and goes on after a rebuild', async () => {
    await recordRuns();
    const first = await host();
    await first.waitFor({ partition: 0, offset: 5 }, 5000);
    await first.close();
    recorded.log.truncate('workflow-events', 0, 4);
    const failed = Promise.withResolvers<string>();
    const second = await host((message) => failed.resolve(message));
    expect(await failed.promise).toContain('made anew from the log');
    await second.rebuild();
    expect(await second.waitFor({ partition: 0, offset: 3 }, 5000)).toBe(true);
    expect(await reads.findRun('run-0')).toMatchObject({ state: 'running' });
    await second.close();
  });
});
