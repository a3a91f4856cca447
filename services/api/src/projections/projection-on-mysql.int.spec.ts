import { READ_DATABASES } from '@millrace/persistence';
import type { MysqlSchema } from '@millrace/persistence/testing';
import { makeMysqlSchema } from '@millrace/persistence/testing';
import { TcpProxy, describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RecordedLog, fact, runStarted } from '../../testing/recorded-log.js';
import { projectInProcess } from './in-process-driver.js';
import { ProjectionHost } from './projection-host.js';
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
});
