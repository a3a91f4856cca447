import { describeWithStack } from '@millrace/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aBatch } from '../../testing/batches.js';
import type { MysqlSchema } from '../../testing/mysql-schema.js';
import { makeMysqlSchema } from '../../testing/mysql-schema.js';
import { aRun, positionAt } from '../../testing/sample-rows.js';
import { newestIds } from '../queries/list-runs.js';
import { READ_DATABASES } from '../read-databases.js';
import { ReadModelTooNewError } from '../read-model-errors.js';
import { MIGRATIONS } from './migrations/index.js';
import { openDataSource } from './read-data-source.js';
import { serverKind } from './server-kind.js';

describeWithStack('The tables in MySQL or MariaDB', ['database'], ({ database }) => {
  let schema: MysqlSchema;

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
  });

  afterEach(() => schema.drop());

  const model = () => READ_DATABASES.mysql(schema.settings);

  async function source(access: 'READ ONLY' | 'READ WRITE') {
    const kind = await serverKind(schema.settings);
    return openDataSource(schema.settings, kind, { connections: 1, access, answerMs: 0 });
  }

  async function make(): Promise<void> {
    await (await model().openReadStore()).close();
  }

  async function fill(): Promise<void> {
    const writes = await model().openProjectionStore();
    await writes.commit(aBatch(undefined, { begun: [aRun()] }));
    await writes.close();
  }

  /** Whether the row of `fill` is there when the read model is opened. */
  async function isFilled(): Promise<boolean> {
    const reads = await model().openReadStore();
    const found = await reads.findRun('run-1');
    await reads.close();
    return found !== undefined;
  }

  async function tables(): Promise<readonly string[]> {
    const [rows] = await schema.admin.query<RowDataPacket[]>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name',
      [schema.settings.database],
    );
    return rows.map(({ name }) => String(name));
  }

  const WHOLE = [
    'catalogue_entry',
    'catalogue_head',
    'catalogue_outbox',
    'fold_state',
    'projection_gate',
    'read_model_migrations',
    'rejection',
    'run',
    'task_run',
  ];

  it('have by their migrations the very form that is described', async () => {
    await make();
    const made = await source('READ ONLY');
    const { upQueries } = await made.driver.createSchemaBuilder().log();
    await made.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('compare every text character by character, whatever the database does', async () => {
    await make();
    const [rows] = await schema.admin.query<RowDataPacket[]>(
      'SELECT DISTINCT collation_name AS name FROM information_schema.columns ' +
        "WHERE table_schema = ? AND table_name <> 'read_model_migrations' AND collation_name IS NOT NULL",
      [schema.settings.database],
    );
    const kind = await serverKind(schema.settings);
    expect(rows).toEqual([{ name: kind === 'mariadb' ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin' }]);
  });

  it('can be taken back to nothing by their migrations', async () => {
    await make();
    const made = await source('READ WRITE');
    for (const _ of MIGRATIONS) await made.undoLastMigration({ transaction: 'none' });
    await made.destroy();
    expect(await tables()).toEqual(['read_model_migrations']);
  });

  it('are only read over the connections of readers', async () => {
    await make();
    const made = await source('READ ONLY');
    await expect(made.query('DELETE FROM run')).rejects.toThrow(/read.only/i);
    await made.destroy();
  });

  it('are made once by those who start at once', async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => model().openReadStore()));
    await Promise.all(stores.map((store) => store.close()));
    const [done] = await schema.admin.query<RowDataPacket[]>('SELECT name FROM read_model_migrations');
    expect(done.map(({ name }) => String(name))).toEqual(MIGRATIONS.map(({ name }) => name));
    expect(await tables()).toEqual(WHOLE);
  });

  it('keep their rows when they are opened again', async () => {
    await make();
    await fill();
    expect(await isFilled()).toBe(true);
  });

  it('are refused when a newer release made them', async () => {
    await make();
    await schema.admin.query(
      "INSERT INTO read_model_migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')",
    );
    await expect(model().openReadStore()).rejects.toThrow(ReadModelTooNewError);
    await expect(model().openReadStore()).rejects.toThrow('start the newer release');
  });

  it('are made anew when somebody dropped one of them', async () => {
    await make();
    await fill();
    await schema.admin.query('DROP TABLE task_run');
    expect(await isFilled()).toBe(false);
    expect(await tables()).toEqual(WHOLE);
  });

  it('are made anew when a change of them broke off', async () => {
    await make();
    await fill();
    await schema.admin.query('CREATE TABLE read_model_unfinished (since bigint)');
    expect(await isFilled()).toBe(false);
    expect(await tables()).toEqual(WHOLE);
  });

  it.each(['catalogue_head', 'catalogue_entry', 'catalogue_outbox', 'projection_gate'])(
    'are made anew when somebody dropped %s',
    async (table) => {
      await make();
      await schema.admin.query(`DROP TABLE ${table}`);
      await make();
      expect(await tables()).toEqual(WHOLE);
    },
  );

  it('are cleared of what an exchange left that broke off', async () => {
    await make();
    await fill();
    await schema.admin.query('CREATE TABLE run_fresh LIKE run');
    await schema.admin.query('CREATE TABLE task_run_gone LIKE task_run');
    await schema.admin.query('CREATE TABLE rejection_next LIKE rejection');
    expect(await isFilled()).toBe(true);
    expect(await tables()).toEqual(WHOLE);
  });

  it('are made by the reader: a projection that finds none says so', async () => {
    await expect(model().openProjectionStore()).rejects.toThrow('open it for reading first');
  });

  describe('with many runs', () => {
    beforeEach(async () => {
      await make();
      const writes = await model().openProjectionStore();
      const begun = Array.from({ length: 3000 }, (_, index) =>
        aRun({ id: `run-${index}`, startedAt: index, state: index % 3 === 0 ? 'failed' : 'succeeded' }),
      );
      await writes.commit(aBatch(undefined, { begun, to: positionAt(1) }));
      await writes.close();
      await schema.admin.query('ANALYZE TABLE run');
    });

    it.each([
      ['all', {}],
      ['a project', { project: 'demo' }],
      [
        'a workflow from a cursor',
        { project: 'demo', workflow: 'nightly', cursor: { startedAt: 5, id: 'x' } },
      ],
      ['some states', { states: ['failed', 'succeeded'] as const, startedAfter: 7 }],
    ])('answer the list of %s from the indexes alone', async (_name, filter) => {
      const { sql, values } = newestIds({ limit: 50, ...filter });
      const [plan] = await schema.admin.query<RowDataPacket[]>(`EXPLAIN ${sql}`, [...values]);
      const searches = plan.filter(({ table }) => table === 'run');
      expect(searches.length).toBeGreaterThan(0);
      for (const { key, Extra } of searches) {
        expect(key).toMatch(/^run_/);
        expect(Extra).toContain('Using index');
        expect(Extra).not.toContain('filesort');
      }
    });
  });
});
