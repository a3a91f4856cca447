import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aBatch } from '../../testing/batches.js';
import type { MysqlSchema } from '../../testing/mysql-schema.js';
import { makeMysqlSchema } from '../../testing/mysql-schema.js';
import { aRejection, aRun, aTaskRun, positionAt } from '../../testing/sample-rows.js';
import type { ProjectionStore } from '../projection-store.js';
import { READ_DATABASES } from '../read-databases.js';
import { ReadModelDamagedError } from '../read-model-errors.js';
import type { ReadStore } from '../read-store.js';

/** What databases and escaping like to change. */
const TEXT = `\u0000 \u2028 \u{1f680} ä a\u0308 'x' "y" \`z\` \\ \\n % _ ? ?? \r\n\t\u001a ${'é'.repeat(40_000)}`;
const JSON_VALUES = {
  half: '\ud83d and \udc00',
  text: TEXT,
  numbers: [0.1, 1e21, -1e-7, 9007199254740991, 1.7976931348623157e308, 12.5, -0.000001],
  'key\u0000 with ä': { deep: [[[{ a: null, b: true }]]] },
};

describeWithStack('What is written to MySQL or MariaDB', ['database'], ({ database }) => {
  let schema: MysqlSchema;
  let reads: ReadStore;
  let writes: ProjectionStore;

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
    reads = await READ_DATABASES.mysql(schema.settings).openReadStore();
    writes = await READ_DATABASES.mysql(schema.settings).openProjectionStore();
  });

  afterEach(async () => {
    await Promise.all([reads.close(), writes.close()]);
    await schema.drop();
  });

  const ODD = [
    aBatch(undefined, {
      begun: [
        aRun({ params: JSON_VALUES, labels: { [TEXT]: TEXT }, reason: TEXT, because: TEXT, trigger: TEXT }),
        ...['run-2', 'RUN-2', 'rün-2', 'run-2 ', 'run-2\t', 'r\u{1f680}', 'r\uffee', 'x'.repeat(256)].map(
          (id) => aRun({ id, startedAt: Number.MAX_SAFE_INTEGER }),
        ),
      ],
      taskRuns: [
        aTaskRun({ outputs: JSON_VALUES, reason: TEXT, error: { code: 'X', message: TEXT, logTail: TEXT } }),
        aTaskRun({ task: 'Extract', outputs: {}, queuedAt: null }),
      ],
      rejections: [
        aRejection({ message: TEXT, details: [{ code: 'A', message: TEXT }] }),
        aRejection({ command: 8, source: '/api ', id: 'ONE' }),
        aRejection({ command: 9, source: '\u{1f680}'.repeat(256), id: 'ß'.repeat(256), code: TEXT }),
      ],
    }),
    aBatch(positionAt(1), {
      runs: [aRun({ params: {}, state: 'failed', counts: { failed: 1 }, endedAt: 0 })],
      taskRuns: [aTaskRun({ state: 'succeeded', allowed: false })],
    }),
  ];

  it('comes back as it was', async () => {
    await writes.commit(ODD[0]!);
    const [{ run, tasks } = {}] = await writes.load(['run-1']);
    expect(run).toEqual(ODD[0]?.begun[0]);
    expect(await reads.findRun('run-1')).toEqual(ODD[0]?.begun[0]);
    expect(tasks).toEqual([ODD[0]?.taskRuns[1], ODD[0]?.taskRuns[0]]);
    expect(await reads.listTaskRuns('run-1')).toEqual(tasks);
    for (const row of ODD[0]?.rejections ?? []) expect(await reads.findRejection(row)).toEqual(row);
  });

  it('is told apart by case, accents and trailing spaces', async () => {
    await writes.commit(ODD[0]!);
    expect((await reads.findRun('run-2'))?.id).toBe('run-2');
    expect((await reads.findRun('run-2 '))?.id).toBe('run-2 ');
    expect(await reads.findRun('Rün-2')).toBeUndefined();
    expect(await reads.findRun('run-1 ')).toBeUndefined();
    expect((await reads.findNamedRejection({ source: '/api ', id: 'ONE' }))?.command).toBe(8);
    expect(await reads.findNamedRejection({ source: '/api', id: 'ONE' })).toBeUndefined();
  });

  it('has the hash that the same rows have in SQLite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-read-'));
    const sqlite = READ_DATABASES.sqlite(join(folder, 'read-model.db'));
    const others = { reads: await sqlite.openReadStore(), writes: await sqlite.openProjectionStore() };
    expect(await writes.rowsHash()).toBe(await others.writes.rowsHash());
    for (const batch of ODD) {
      await writes.commit(batch);
      await others.writes.commit(batch);
      expect(await writes.rowsHash()).toBe(await others.writes.rowsHash());
    }
    expect(await reads.listRuns({ limit: 50 })).toEqual(await others.reads.listRuns({ limit: 50 }));
    await Promise.all([others.reads.close(), others.writes.close()]);
    rmSync(folder, { recursive: true });
  });

  it('goes into as many statements as it needs', async () => {
    const begun = Array.from({ length: 2500 }, (_, index) =>
      aRun({ id: `run-${String(index).padStart(4, '0')}`, labels: { big: 'x'.repeat(2000) } }),
    );
    await writes.commit(aBatch(undefined, { begun, taskRuns: begun.map(({ id }) => aTaskRun({ run: id })) }));
    const wanted = begun.map(({ id }) => id).reverse();
    const loaded = await writes.load(['none', ...wanted]);
    expect(loaded.map(({ run }) => run.id)).toEqual(wanted);
    expect(loaded.every(({ tasks }) => tasks.length === 1)).toBe(true);
    await writes.commit(aBatch(positionAt(1), { begun }));
    expect((await writes.load(wanted)).every(({ tasks }) => tasks.length === 0)).toBe(true);
  });

  it.each([
    ['params that are no JSON', `params = '{"n'`],
    ['a number that is too large', 'started_at = 9223372036854775807'],
  ])('is damaged when a row has %s, and whole again after a reset', async (_what, change) => {
    await writes.commit(aBatch(undefined, { begun: [aRun()] }));
    await schema.admin.query(`UPDATE run SET ${change}`);
    await expect(reads.findRun('run-1')).rejects.toThrow(ReadModelDamagedError);
    await expect(reads.listRuns({ limit: 5 })).rejects.toThrow(ReadModelDamagedError);
    await expect(writes.load(['run-1'])).rejects.toThrow(ReadModelDamagedError);
    await expect(writes.rowsHash()).rejects.toThrow(ReadModelDamagedError);
    await writes.reset();
    expect((await reads.listRuns({ limit: 5 })).runs).toEqual([]);
  });

  it('is damaged when somebody dropped a table', async () => {
    await schema.admin.query('DROP TABLE run');
    await expect(reads.findRun('run-1')).rejects.toThrow(ReadModelDamagedError);
    await expect(writes.commit(ODD[0]!)).rejects.toThrow(ReadModelDamagedError);
  });
});
