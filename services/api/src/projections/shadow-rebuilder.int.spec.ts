import type { ReadStore } from '@millrace/persistence';
import { READ_DATABASES, RebuildRunningError } from '@millrace/persistence';
import type { MysqlSchema } from '@millrace/persistence/testing';
import { makeMysqlSchema } from '@millrace/persistence/testing';
import { describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RecordedLog, fact, runStarted } from '../../testing/recorded-log.js';
import { projectInProcess } from './in-process-driver.js';
import { ProjectionHost } from './projection-host.js';
import type { RecordSource } from './record-source.js';
import { recordsOf } from './record-source.js';
import { ShadowRebuilder } from './shadow-rebuilder.js';

const OUTCOME = { timeout: 10_000, interval: 10 };

/** A log that says nothing from an offset on until it may. */
class HeldSource implements RecordSource {
  private readonly free = Promise.withResolvers<void>();
  readonly reached = Promise.withResolvers<void>();

  constructor(
    private readonly inner: RecordSource,
    private readonly from: number,
  ) {}

  async read(...[partition, from, limit]: Parameters<RecordSource['read']>) {
    if (from >= this.from) {
      this.reached.resolve();
      await this.free.promise;
    }
    return this.inner.read(partition, from, limit);
  }

  end(partition: number): Promise<number> {
    return this.inner.end(partition);
  }

  release(): void {
    this.free.resolve();
  }
}

describeWithStack('A read model made anew beside the one that is read', ['database'], ({ database }) => {
  let schema: MysqlSchema;
  let recorded: RecordedLog;
  let reads: ReadStore;
  let host: ProjectionHost;
  let other: ProjectionHost;
  const rebuilders: ShadowRebuilder[] = [];
  const onFailed = vi.fn();

  const model = () => READ_DATABASES.mysql(schema.settings);
  const startHost = () =>
    ProjectionHost.start({
      start: projectInProcess({ source: recordsOf(recorded.log), database: model(), partitions: 1 }),
      onFatal: vi.fn(),
    });

  beforeEach(async () => {
    onFailed.mockClear();
    schema = await makeMysqlSchema(database);
    recorded = await RecordedLog.create(1);
    for (const run of ['run-0', 'run-1', 'run-2']) await ended(run);
    reads = await model().openReadStore();
    [host, other] = await Promise.all([startHost(), startHost()]);
    await vi.waitFor(
      () => expect([host.staleness(), other.staleness()]).toEqual([undefined, undefined]),
      OUTCOME,
    );
  });

  afterEach(async () => {
    for (const rebuilder of rebuilders.splice(0)) await rebuilder.close();
    await Promise.all([host.close(), other.close(), reads.close()]);
    await schema.drop();
  });

  async function ended(run: string): Promise<number> {
    await recorded.record(run, [runStarted(run)]);
    return recorded.record(run, [fact('RunSucceeded', {})]);
  }

  function rebuilder(source: RecordSource = recordsOf(recorded.log)): ShadowRebuilder {
    const made = new ShadowRebuilder({ database: model(), source, partitions: 1, reads, host, onFailed });
    rebuilders.push(made);
    return made;
  }

  /** What only a rebuild mends: the projection looks at no ended run. */
  const spoil = () => schema.admin.query("UPDATE run SET workflow = 'spoilt' WHERE id = 'run-0'");
  const state = async (of: ShadowRebuilder) => (await of.state())?.state;
  const isDone = (of: ShadowRebuilder) =>
    vi.waitFor(async () => expect(await state(of)).toBe('done'), OUTCOME);

  it('has the rows that the log gives, and both processes go on from there', async () => {
    await spoil();
    const one = rebuilder();
    expect(await one.state()).toBeUndefined();
    await one.begin();
    await isDone(one);
    expect(await reads.findRun('run-0')).toMatchObject({ workflow: 'nightly', state: 'succeeded' });
    const offset = await ended('run-3');
    for (const each of [host, other]) {
      each.wake();
      expect(await each.waitFor({ partition: 0, offset }, 5000)).toBe(true);
      expect(each.staleness()).toBeUndefined();
    }
    expect(await reads.findRun('run-3')).toMatchObject({ state: 'succeeded' });
    expect(await reads.rebuildPositions()).toBeUndefined();
  });

  it('lets reads and the projection go on until it has reached the end, which it does not miss', async () => {
    await spoil();
    const source = new HeldSource(recordsOf(recorded.log), 2);
    const one = rebuilder(source);
    await one.begin();
    await source.reached.promise;
    const offset = await ended('run-3');
    host.wake();
    expect(await host.waitFor({ partition: 0, offset }, 5000)).toBe(true);
    expect(await reads.findRun('run-3')).toMatchObject({ state: 'succeeded' });
    expect(await reads.findRun('run-0')).toMatchObject({ workflow: 'spoilt' });
    expect(await one.state()).toMatchObject({ state: 'running' });
    await expect(one.begin()).rejects.toThrow(RebuildRunningError);
    await expect(rebuilder().begin()).rejects.toThrow(RebuildRunningError);
    source.release();
    await isDone(one);
    expect(await host.waitFor({ partition: 0, offset }, 0)).toBe(true);
    expect(await reads.findRun('run-3')).toMatchObject({ state: 'succeeded' });
    expect(await reads.findRun('run-0')).toMatchObject({ workflow: 'nightly' });
  });

  it('never lets a reader see less than there was, however much is written meanwhile', async () => {
    const one = rebuilder();
    const seen: number[] = [];
    let over = false;
    const reading = (async () => {
      while (!over) seen.push((await reads.countRuns({})).succeeded ?? 0);
    })();
    const writing = (async () => {
      for (let run = 3; !over; run += 1) {
        const offset = await ended(`run-${run}`);
        host.wake();
        other.wake();
        await host.waitFor({ partition: 0, offset }, 5000);
        const { runs } = await reads.listRuns({ limit: 200 });
        expect(runs.length).toBeGreaterThanOrEqual(Math.min(run + 1, 200));
      }
    })();
    for (let times = 0; times < 5; times += 1) {
      await one.begin();
      await vi.waitFor(async () => expect(await state(one)).not.toBe('running'), OUTCOME);
    }
    over = true;
    await Promise.all([reading, writing]);
    expect(await state(one)).toBe('done');
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen[0]).toBeGreaterThanOrEqual(3);
  });

  it('is given up when its database is lost, leaves the read model as it was, and can be begun again', async () => {
    const source = new HeldSource(recordsOf(recorded.log), 2);
    const one = rebuilder(source);
    await one.begin();
    await source.reached.promise;
    await schema.killOthers();
    source.release();
    await vi.waitFor(async () => expect(await one.state()).toMatchObject({ state: 'failed' }), OUTCOME);
    expect(onFailed).toHaveBeenCalledWith(expect.stringContaining('does not answer'));
    await vi.waitFor(
      async () => expect(await reads.findRun('run-0')).toMatchObject({ state: 'succeeded' }),
      OUTCOME,
    );
    await one.begin();
    await isDone(one);
  });

  it('is given up when the process ends, and nothing is left of it', async () => {
    const source = new HeldSource(recordsOf(recorded.log), 2);
    const one = rebuilder(source);
    await one.begin();
    await source.reached.promise;
    const closed = one.close();
    source.release();
    await closed;
    expect(await reads.rebuildPositions()).toBeUndefined();
    expect(await reads.findRun('run-2')).toMatchObject({ state: 'succeeded' });
    const next = rebuilder();
    await next.begin();
    await isDone(next);
  });
});
