import { TcpProxy, describeWithStack } from '@millrace/testing';
import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aBatch } from '../../testing/batches.js';
import type { MysqlSchema } from '../../testing/mysql-schema.js';
import { makeMysqlSchema } from '../../testing/mysql-schema.js';
import { aRun, positionAt } from '../../testing/sample-rows.js';
import { READ_DATABASES } from '../read-databases.js';
import { ReadModelUnavailableError } from '../read-model-errors.js';
import type { MysqlSettings } from './mysql-settings.js';
import { readModelErrorOf } from './read-model-error-of.js';
import { connectionOptions, createSessionPool } from './session-pool.js';

describeWithStack('MySQL or MariaDB that cannot be used', ['database'], ({ database }) => {
  let schema: MysqlSchema;

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
  });

  afterEach(() => schema.drop());

  async function open(settings: MysqlSettings = schema.settings) {
    const model = READ_DATABASES.mysql(settings);
    const reads = await model.openReadStore();
    const writes = await model.openProjectionStore();
    return { reads, writes, close: () => Promise.all([reads.close(), writes.close()]) };
  }

  async function refusal(changes: Partial<MysqlSettings>): Promise<string> {
    const model = READ_DATABASES.mysql({ ...schema.settings, ...changes });
    const reading: unknown = await model.openReadStore().catch((error: unknown) => error);
    const writing: unknown = await model.openProjectionStore().catch((error: unknown) => error);
    expect(reading).toBeInstanceOf(ReadModelUnavailableError);
    expect(writing).toBeInstanceOf(ReadModelUnavailableError);
    const { message } = reading as Error;
    expect((writing as Error).message).toBe(message);
    return message;
  }

  it('says that it lets nobody in, and shows no password', async () => {
    const message = await refusal({ password: 'wrong-secret' });
    expect(message).toContain(`${schema.settings.port}/${schema.settings.database} does not let in user`);
    expect(message).not.toContain('wrong-secret');
  });

  it('says that the database must be created', async () => {
    expect(await refusal({ database: 'millrace_nowhere' })).toMatch(
      /no database 'millrace_nowhere' .*CREATE DATABASE/,
    );
  });

  it('says where nobody answers', async () => {
    const proxy = new TcpProxy(database);
    await proxy.open();
    await proxy.close();
    expect(await refusal({ port: proxy.port })).toMatch(
      new RegExp(`${proxy.port}/${schema.settings.database} does not answer`),
    );
  });

  it('says what is wrong with TLS where it offers none, or a certificate that nobody trusts', async () => {
    expect(await refusal({ tls: {} })).toContain('over TLS');
  });

  it('says that it takes no more connections', async () => {
    const user = `m${randomUUID().slice(0, 8)}`;
    const { admin, settings } = schema;
    await admin.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 1`);
    await admin.query(`GRANT ALL ON ${settings.database}.* TO '${user}'@'%'`);
    const { host, port } = settings;
    const taken = await createConnection({ host, port, user, password: 'x' });
    expect(await refusal({ user, password: 'x' })).toContain('no more connections');
    await taken.end();
    await admin.query(`DROP USER '${user}'@'%'`);
  });

  it('is used again after its connections were killed', async () => {
    const { reads, writes, close } = await open();
    await writes.commit(aBatch(undefined, { begun: [aRun()] }));
    await reads.findRun('run-1');
    await schema.killOthers();
    await vi.waitFor(async () => expect(await reads.findRun('run-1')).toEqual(aRun()));
    await vi.waitFor(async () => expect(await writes.position(0)).toEqual(positionAt(1)));
    await writes.commit(aBatch(positionAt(1)));
    await close();
  });

  it('has none of a batch whose connection was killed amid it', async () => {
    const { writes, close } = await open();
    await writes.commit(aBatch(undefined, { begun: [aRun()] }));
    await schema.admin.beginTransaction();
    await schema.admin.query("SELECT * FROM run WHERE id = 'run-1' FOR UPDATE");
    const batch = aBatch(positionAt(1), { begun: [aRun({ id: 'run-2' })], runs: [aRun({ lastOffset: 9 })] });
    const commit = writes.commit(batch);
    const failed = expect(commit).rejects.toThrow(ReadModelUnavailableError);
    await schema.untilOneWaits();
    await schema.killOthers();
    await failed;
    await schema.admin.rollback();
    expect(await writes.load(['run-1', 'run-2'])).toEqual([{ run: aRun(), tasks: [] }]);
    await writes.commit(batch);
    expect(await writes.position(0)).toEqual(positionAt(2));
    await close();
  });

  it('is used again when it is back after an outage', async () => {
    const proxy = new TcpProxy(database);
    await proxy.open();
    const { reads, writes, close } = await open({ ...schema.settings, port: proxy.port });
    await writes.commit(aBatch(undefined, { begun: [aRun()] }));
    await proxy.close();
    for (let times = 0; times < 3; times += 1) {
      await Promise.all([
        ...Array.from({ length: 15 }, () =>
          expect(reads.findRun('run-1')).rejects.toThrow(ReadModelUnavailableError),
        ),
        expect(writes.commit(aBatch(positionAt(1)))).rejects.toThrow(ReadModelUnavailableError),
        expect(writes.load(['run-1'])).rejects.toThrow(ReadModelUnavailableError),
        expect(writes.rowsHash()).rejects.toThrow(ReadModelUnavailableError),
        expect(writes.reset()).rejects.toThrow(ReadModelUnavailableError),
      ]);
    }
    await proxy.open();
    expect(await reads.findRun('run-1')).toEqual(aRun());
    await writes.commit(aBatch(positionAt(1)));
    await close();
    await proxy.close();
  });

  it('can be closed while it is away', async () => {
    const proxy = new TcpProxy(database);
    await proxy.open();
    const { reads, writes, close } = await open({ ...schema.settings, port: proxy.port });
    await reads.foldPositions();
    await writes.position(0);
    await proxy.close();
    await close();
  });

  it('is given up where it does not answer', async () => {
    const options = { ...connectionOptions(schema.settings), connectionLimit: 1 };
    const pool = createSessionPool(options, { access: 'READ WRITE', answerMs: 100 });
    const failure: unknown = await pool
      .promise()
      .query('SELECT sleep(20)')
      .catch((error: unknown) => readModelErrorOf(error, schema.settings));
    expect(failure).toBeInstanceOf(ReadModelUnavailableError);
    const [rows] = await pool.promise().query('SELECT 1 AS one');
    expect(rows).toEqual([{ one: 1 }]);
    await pool.promise().end();
    await schema.killOthers();
  });
});
