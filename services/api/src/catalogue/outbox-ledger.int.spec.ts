import type { EventLog } from '@millrace/events';
import { MemoryEventLog, UnknownOutcomeError } from '@millrace/events';
import type { KafkaHarness } from '@millrace/events/testing';
import { openKafka } from '@millrace/events/testing';
import { READ_DATABASES } from '@millrace/persistence';
import type { MysqlSchema } from '@millrace/persistence/testing';
import { makeMysqlSchema } from '@millrace/persistence/testing';
import { TcpProxy, describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogueLedgerContract } from '../../testing/catalogue-ledger.contract.js';
import { LedgerProcess, keysInLog, upTo } from '../../testing/ledger-processes.js';

const OUTCOME = { timeout: 10_000, interval: 20 };

/** The log as a process has it that ends before an append is answered: it is stored or not. */
function losing(log: EventLog, stored: boolean): EventLog {
  const append: EventLog['append'] = async (topic, records) => {
    if (stored) await log.append(topic, records);
    throw new UnknownOutcomeError('The answer is lost.');
  };
  return new Proxy(log, {
    get: (target, name) => {
      if (name === 'append') return append;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describeWithStack('An outbox in MySQL or MariaDB', ['database', 'kafka'], ({ database, kafka }) => {
  let schema: MysqlSchema;
  let harness: KafkaHarness;
  let open: LedgerProcess[] = [];

  const shared = () => READ_DATABASES.mysql(schema.settings);
  const makeTables = async () => (await shared().openReadStore()).close();

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
    await makeTables();
  });

  afterEach(async () => {
    await Promise.all(open.map((process) => process.close()));
    open = [];
    await schema.drop();
  });

  async function process(log: EventLog, settings = schema.settings): Promise<LedgerProcess> {
    const made = await LedgerProcess.onDatabase(log, READ_DATABASES.mysql(settings));
    open.push(made);
    return made.start();
  }

  catalogueLedgerContract('two processes over one database', async () => {
    const log = new MemoryEventLog({ partitions: { P: 1, L: 1 }, clock: () => 0 });
    return { log, processes: [await process(log), await process(log)], close: async () => undefined };
  });

  describe('with Kafka', () => {
    beforeEach(async () => {
      harness = await openKafka(kafka.brokers);
    });

    afterEach(async () => {
      await Promise.all(open.map((one) => one.close()));
      open = [];
      await harness.close();
    });

    it('gives two processes that publish one workflow at once versions from 1 on, none lost or doubled', async () => {
      const processes = [await process(harness.log), await process(harness.log)] as const;
      const told = await Promise.all(upTo(20).map((n) => processes[n % 2 === 0 ? 0 : 1].put(n)));
      expect(told.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(upTo(20));
      for (const { versions } of processes.map((one) => ({ versions: () => one.versions() })))
        await vi.waitFor(() => expect(versions()).toEqual(upTo(20)), OUTCOME);
      expect((await keysInLog(harness.log)).filter((key) => key.startsWith('workflow/'))).toHaveLength(20);
    });

    it('is brought to the log by another process when one ended before it had, in the order of the decisions', async () => {
      const other = await process(harness.log);
      const lost = await process(losing(harness.log, false));
      for (const name of ['one', 'two', 'three'])
        await expect(lost.put(1, {}, name)).rejects.toMatchObject({ status: 503, code: 'UNKNOWN_OUTCOME' });
      await vi.waitFor(() => expect(other.versions('three')).toEqual([1]), OUTCOME);
      expect((await keysInLog(harness.log)).filter((key) => key.startsWith('workflow/'))).toEqual([
        'workflow/retail/one',
        'workflow/retail/two',
        'workflow/retail/three',
      ]);
    });

    it('is brought to the log by the next process that starts when all had ended', async () => {
      const lost = await process(losing(harness.log, false));
      await expect(lost.put(1)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' });
      await lost.close();
      open = [];
      const next = await process(harness.log);
      expect(next.versions()).toEqual([1]);
      expect(await next.put(2)).toMatchObject({ version: 2 });
    });

    it('does no harm by what it brings twice, because the first answer was lost', async () => {
      const lost = await process(losing(harness.log, true));
      await expect(lost.put(1)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' });
      const other = await process(harness.log);
      expect(await other.put(1)).toMatchObject({ version: 1, unchanged: true });
      expect(await other.put(2)).toMatchObject({ version: 2 });
      expect(other.versions()).toEqual([1, 2]);
    });

    it('writes again what a late copy of an older entry overtook', async () => {
      const [one, other] = [await process(harness.log), await process(harness.log)];
      await one.put(1);
      const old = one.feed.catalogue.workflow('retail', 'hello');
      await other.put(2);
      if (old)
        await harness.log.append('catalog', [{ partition: 0, key: 'workflow/retail/hello', value: old }]);
      const last = async () => {
        const { end } = await harness.log.bounds('catalog', 0);
        const { records } = await harness.log.read('catalog', 0, end - 1, 1);
        return records[0]?.value;
      };
      await vi.waitFor(
        async () => expect(await last()).toMatchObject({ versions: [{ version: 1 }, { version: 2 }] }),
        OUTCOME,
      );
      expect([one.versions(), other.versions(), one.feed.overtaken.size]).toEqual([[1, 2], [1, 2], 0]);
    });

    it('is made anew from the log when its tables were dropped, also by a process that goes on', async () => {
      const running = await process(harness.log);
      await running.put(1);
      await running.put(2);
      await running.writer.putProject({ name: 'retail', title: 'Retail' });
      await schema.admin.query(`DROP DATABASE ${schema.settings.database}`);
      await schema.admin.query(`CREATE DATABASE ${schema.settings.database}`);
      await schema.admin.query(`USE ${schema.settings.database}`);
      await expect(running.put(3)).rejects.toMatchObject({ status: 503, code: 'CATALOGUE_UNAVAILABLE' });
      await makeTables();
      expect(await running.put(3)).toMatchObject({ version: 3 });
      const started = await process(harness.log);
      expect(await started.put(4)).toMatchObject({ version: 4 });
      const { entry } = await started.writer.putProject({ name: 'retail', title: 'Retail again' });
      expect(entry.revision).toBe(2);
      await vi.waitFor(() => expect(running.versions()).toEqual(upTo(4)), OUTCOME);
    });

    it('gives a log that lacks it what the tables have', async () => {
      const before = new MemoryEventLog({ partitions: { P: 1, L: 1 }, clock: () => 0 });
      const first = await process(before);
      await first.put(1);
      await first.put(2, {}, 'other');
      const next = await process(harness.log);
      expect([next.versions(), next.versions('other')]).toEqual([[1], [1]]);
      const keys = await keysInLog(harness.log);
      expect(keys.map((key) => key.split('/')[0])).toEqual([
        'project',
        'definition',
        'definition',
        'workflow',
        'workflow',
      ]);
    });

    it('says that nothing can be published while its database is away, and does none of it', async () => {
      const proxy = new TcpProxy(database);
      await proxy.open();
      const one = await process(harness.log, { ...schema.settings, port: proxy.port });
      await proxy.close();
      await expect(one.put(1)).rejects.toMatchObject({
        status: 503,
        code: 'CATALOGUE_UNAVAILABLE',
        extras: { headers: { 'retry-after': '5' } },
      });
      await expect(one.writer.putProject({ name: 'p' })).rejects.toMatchObject({
        code: 'CATALOGUE_UNAVAILABLE',
      });
      expect(await keysInLog(harness.log)).toEqual([]);
      await proxy.open();
      expect(await one.put(1)).toMatchObject({ version: 1 });
      await one.close();
      open = [];
      await proxy.close();
    });
  });
});
