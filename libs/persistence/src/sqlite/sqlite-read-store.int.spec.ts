import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readStoreContract } from '../../testing/read-store.contract.js';
import { aRun, positionAt } from '../../testing/sample-rows.js';
import type { ProjectionBatch } from '../projection-store.js';
import { newestIds } from '../queries/list-runs.js';
import { READ_DATABASES } from '../read-databases.js';
import { ReadModelDamagedError, ReadModelFullError, ReadModelTooNewError } from '../read-model-errors.js';
import { MIGRATIONS } from './migrations/index.js';
import { openDataSource } from './read-data-source.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-read-'));
  file = join(folder, 'read-model.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

readStoreContract('sqlite', async () => {
  const database = READ_DATABASES.sqlite(file);
  const reads = await database.openReadStore();
  const writes = await database.openProjectionStore();
  return {
    reads,
    writes,
    close: async () => {
      await writes.close();
      await reads.close();
    },
  };
});

async function fill(): Promise<void> {
  const database = READ_DATABASES.sqlite(file);
  const reads = await database.openReadStore();
  const writes = await database.openProjectionStore();
  await writes.commit({ ...positionBatch(), begun: [aRun()] });
  await writes.close();
  await reads.close();
}

/** A batch at the beginning of the log that changes no rows. */
function positionBatch(): ProjectionBatch {
  const none = { begun: [], runs: [], taskRuns: [], rejections: [], unparked: [] };
  return { from: undefined, to: positionAt(1), ...none };
}

async function reopen(): Promise<boolean> {
  const reads = await READ_DATABASES.sqlite(file).openReadStore();
  const found = await reads.findRun('run-1');
  await reads.close();
  return found !== undefined;
}

/** All pages but the first, which holds the names of the tables. */
function damagePages(): void {
  const bytes = readFileSync(file);
  for (let page = 4096; page < bytes.length; page += 4096) bytes.fill(0xff, page, page + 64);
  writeFileSync(file, bytes);
}

describe('The SQLite file of the read model', () => {
  it('has by its migrations the very form that the tables describe', async () => {
    const source = await openDataSource(file);
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('can be taken back to nothing by its migrations', async () => {
    const source = await openDataSource(file);
    await source.query('PRAGMA query_only = OFF');
    for (const _ of MIGRATIONS) await source.undoLastMigration();
    const tables = await source.query(
      "SELECT name FROM sqlite_master WHERE name IN ('run', 'task_run', 'rejection', 'fold_state')",
    );
    await source.destroy();
    expect(tables).toEqual([]);
  });

  it('is read only for those who share its connection', async () => {
    const source = await openDataSource(file);
    await expect(source.query('DELETE FROM run')).rejects.toThrow('readonly');
    await source.destroy();
  });

  it('keeps its rows when it is opened again', async () => {
    await fill();
    expect(await reopen()).toBe(true);
  });

  it('is refused when a newer release wrote it', async () => {
    await fill();
    const db = new DatabaseSync(file);
    db.exec("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')");
    db.close();
    await expect(reopen()).rejects.toThrow(ReadModelTooNewError);
    await expect(reopen()).rejects.toThrow('start the newer release');
  });

  it('begins anew when it is no database', async () => {
    writeFileSync(file, 'this was a database once, or was it not? '.repeat(200));
    expect(await reopen()).toBe(false);
  });

  it('begins anew when a page of it is damaged', async () => {
    await fill();
    damagePages();
    expect(await reopen()).toBe(false);
  });

  it('begins anew when its writer found it damaged, and forgets the mark', async () => {
    await fill();
    const writes = await READ_DATABASES.sqlite(file).openProjectionStore();
    const intact = readFileSync(file);
    damagePages();
    await expect(writes.position(0)).rejects.toThrow(ReadModelDamagedError);
    await writes.close();
    writeFileSync(file, intact);
    expect(await reopen()).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.damaged'))).toEqual([]);
  });

  it.each([
    ['params that are no JSON', `params = '{"n'`],
    ['a time that is no number', `started_at = 'soon'`],
  ])('says that it is damaged when a row has %s, and is whole again after a reset', async (_what, change) => {
    await fill();
    const reads = await READ_DATABASES.sqlite(file).openReadStore();
    const writes = await READ_DATABASES.sqlite(file).openProjectionStore();
    const db = new DatabaseSync(file);
    db.exec(`UPDATE run SET ${change}`);
    db.close();
    await expect(reads.findRun('run-1')).rejects.toThrow(ReadModelDamagedError);
    await expect(reads.listRuns({ limit: 5 })).rejects.toThrow(ReadModelDamagedError);
    await writes.reset();
    expect((await reads.listRuns({ limit: 5 })).runs).toEqual([]);
    await Promise.all([reads.close(), writes.close()]);
  });

  it('tells its writer that it cannot go on from a row that it cannot read', async () => {
    await fill();
    const writes = await READ_DATABASES.sqlite(file).openProjectionStore();
    const db = new DatabaseSync(file);
    db.exec("UPDATE run SET counts = '['");
    db.close();
    await expect(writes.load(['run-1'])).rejects.toThrow(ReadModelDamagedError);
    await writes.close();
  });

  it('takes rows again as soon as the disk has room', async () => {
    await (await READ_DATABASES.sqlite(file).openReadStore()).close();
    const opened = vi.spyOn(DatabaseSync.prototype, 'exec');
    const writes = await READ_DATABASES.sqlite(file).openProjectionStore();
    const connection = opened.mock.contexts.find((db) => db instanceof DatabaseSync);
    opened.mockRestore();
    const pages = Number(connection?.prepare('PRAGMA page_count').get()?.page_count);
    const begun = [aRun({ labels: { big: 'x'.repeat(50_000) } })];
    const batch = { ...positionBatch(), begun };
    connection?.exec(`PRAGMA max_page_count = ${pages}`);
    await expect(writes.commit(batch)).rejects.toThrow(ReadModelFullError);
    connection?.exec(`PRAGMA max_page_count = ${pages + 1000}`);
    await writes.commit(batch);
    expect(await writes.load(['run-1'])).toHaveLength(1);
    await writes.close();
  });

  it('is made by its reader: a projection that finds none says so', async () => {
    await expect(READ_DATABASES.sqlite(file).openProjectionStore()).rejects.toThrow(
      'open it for reading first',
    );
  });

  it.each([
    ['all', {}],
    ['a project', { project: 'demo' }],
    ['a workflow from a cursor', { project: 'demo', workflow: 'nightly', cursor: { startedAt: 5, id: 'x' } }],
    ['some states', { states: ['failed', 'succeeded'] as const, startedAfter: 7 }],
  ])('answers the list of %s from the indexes alone, already in order', async (_name, filter) => {
    const source = await openDataSource(file);
    const { sql, values } = newestIds({ limit: 50, ...filter });
    const plan = await source.query<readonly { readonly detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, [
      ...values,
    ]);
    await source.destroy();
    const searches = plan.map(({ detail }) => detail).filter((detail) => /^(SEARCH|SCAN) run/.test(detail));
    expect(searches.length).toBeGreaterThan(0);
    expect(searches.filter((detail) => !detail.startsWith('SEARCH run USING COVERING INDEX run_'))).toEqual(
      [],
    );
  });
});
