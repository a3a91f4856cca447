import { READ_DATABASES } from '@millrace/persistence';
import type { MysqlSchema } from '@millrace/persistence/testing';
import { makeMysqlSchema } from '@millrace/persistence/testing';
import { TcpProxy, describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordedLog, fact, runStarted } from '../../testing/recorded-log.js';
import { projectInProcess } from './in-process-driver.js';
import { ProjectionHost } from './projection-host.js';
import type { ProjectedPosition } from './projection-runner.js';
import { ProjectionRunner } from './projection-runner.js';
import type { RecordSource } from './record-source.js';
import { recordsOf } from './record-source.js';

describeWithStack('The projection into MySQL or MariaDB', ['database'], ({ database }) => {
  let schema: MysqlSchema;
  let proxy: TcpProxy;
  let recorded: RecordedLog;

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
    proxy = new TcpProxy(database);
    await proxy.open();
    recorded = await RecordedLog.create(1);
  });

  afterEach(async () => {
    await proxy.close();
    await schema.drop();
  });

  it('says that it stands still while the database is away, and goes on when it is back', async () => {
    const model = READ_DATABASES.mysql({ ...schema.settings, port: proxy.port });
    const reads = await model.openReadStore();
    const onFatal = vi.fn();
    const host = await ProjectionHost.start({
      start: projectInProcess({ source: recordsOf(recorded.log), database: model, partitions: 1 }),
      onFatal,
    });
    const offset = await recorded.record('run-0', [runStarted('run-0')]);
    host.wake();
    expect(await host.waitFor({ partition: 0, offset }, 5000)).toBe(true);
    await proxy.close();
    const later = await recorded.record('run-0', [fact('RunSucceeded', {})]);
    host.wake();
    await vi.waitFor(() => expect(host.staleness()).toContain('does not answer'));
    await proxy.open();
    expect(await host.waitFor({ partition: 0, offset: later }, 5000)).toBe(true);
    await vi.waitFor(() => expect(host.staleness()).toBeUndefined());
    expect(await reads.findRun('run-0')).toMatchObject({ state: 'succeeded' });
    await host.rebuild();
    expect(await reads.findRun('run-0')).toMatchObject({ state: 'succeeded' });
    expect(onFatal).not.toHaveBeenCalled();
    await host.close();
    await reads.close();
  });

  describe('takes a batch of a partition while it writes another:', () => {
    /** Brings two partitions into rows; each read of the first waits until the second is in them. */
    async function catchUp(readFirst: RecordSource['read']): Promise<readonly ProjectedPosition[]> {
      recorded = await RecordedLog.create(2);
      await recorded.record('run-0', [runStarted('run-0')], {}, 0);
      await recorded.record('run-1', [runStarted('run-1')], {}, 1);
      const model = READ_DATABASES.mysql(schema.settings);
      const reads = await model.openReadStore();
      const store = await model.openProjectionStore();
      const secondIsIn = Promise.withResolvers<void>();
      const source = recordsOf(recorded.log);
      const runner = new ProjectionRunner({
        store,
        partitions: 2,
        source: {
          end: source.end,
          read: async (partition, from, limit) => {
            if (partition === 1) return source.read(partition, from, limit);
            await secondIsIn.promise;
            return readFirst(partition, from, limit);
          },
        },
        onCommitted: ({ partition, next }) => {
          if (partition === 1 && next > 0) secondIsIn.resolve();
        },
      });
      try {
        await runner.catchUp();
        return await reads.foldPositions();
      } finally {
        await store.close();
        await reads.close();
      }
    }

    it('each goes on by itself', async () => {
      const positions = await catchUp((...where) => recordsOf(recorded.log).read(...where));
      expect(positions).toMatchObject([{ next: 3 }, { next: 3 }]);
    });

    it('a failure is told', async () => {
      const failing = (): never => {
        throw new Error('torn');
      };
      await expect(catchUp(failing)).rejects.toThrow('torn');
    });
  });
});
