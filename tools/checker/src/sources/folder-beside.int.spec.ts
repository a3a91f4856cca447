import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ProjectionRunner } from '@millrace/api';
import { workflow } from '@millrace/dag/testing';
import { EMBEDDED_PARTITIONS, SqliteLogReader } from '@millrace/events';
import { READ_DATABASES } from '@millrace/persistence';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  LogBuilder,
  RUN,
  dispatched,
  event,
  queued,
  runSucceeded,
  writeFolder,
} from '../../testing/index.js';
import type { CheckResult } from '../check-log.js';
import { checkLog } from '../check-log.js';
import { besideFolder } from './folder-beside.js';
import { openFolder } from './folder-source.js';

let root: string;
let folder: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'millrace-beside-'));
  folder = root;
  await writeFolder(folder, log());
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const ended = event('AttemptSucceeded', { task: 'a', attempt: 1, logLines: 2 });
const log = (): LogBuilder =>
  new LogBuilder(workflow({ a: [] })).start([queued('a'), dispatched('a'), ended, runSucceeded()]);

async function check(): Promise<CheckResult> {
  const source = openFolder(folder);
  try {
    return await checkLog(source, await besideFolder(folder));
  } finally {
    await source.close();
  }
}

const sentences = async (): Promise<readonly string[]> =>
  (await check()).violations.map(({ invariant, sentence }) => `${invariant} ${sentence}`);

describe('what stands beside the log of a data folder', () => {
  it('is looked at as far as it is there', async () => {
    expect((await check()).skipped).toEqual(['I8', 'I9', 'I10', 'I11', 'I12', 'I15']);
  });

  describe('the read model', () => {
    const file = (): string => join(folder, 'read-model.db');

    beforeEach(async () => {
      const database = READ_DATABASES.sqlite(file());
      await (await database.openReadStore()).close();
      const store = await database.openProjectionStore();
      const source = new SqliteLogReader(folder, EMBEDDED_PARTITIONS.P);
      await new ProjectionRunner({ source, store, partitions: EMBEDDED_PARTITIONS.P }).catchUp();
      source.close();
      await store.close();
    });

    function damage(sql: string): void {
      const db = new DatabaseSync(file());
      db.exec(sql);
      db.close();
    }

    it('is well as the log makes it', async () => {
      expect(await sentences()).toEqual([]);
    });

    it.each([
      [
        'a run in another state',
        "UPDATE run SET state = 'failed'",
        'I8 In the read model state is "failed", the log gives "succeeded".',
      ],
      [
        'a task run of another attempt',
        'UPDATE task_run SET attempt = 7',
        'I8 In the read model attempt is 7, the log gives 1.',
      ],
      ['a run that is missing', 'DELETE FROM run', 'I8 The read model does not have the run.'],
      [
        'a task run that is missing',
        'DELETE FROM task_run',
        'I8 The read model does not have the row of this task run.',
      ],
      [
        'a task run that is none',
        `INSERT INTO task_run SELECT run, 'b', state, allowed, reason, error, attempt, outputs, queued_at, started_at, ended_at, attempts FROM task_run`,
        'I8 The log does not give the row of this task run.',
      ],
      [
        'a refused command that is none',
        "INSERT INTO rejection (log_partition, command_offset, code, message, decided_at) VALUES (0, 9, 'X', 'x', 0)",
        'I8 The read model has rows of runs or of refused commands that the log does not give.',
      ],
    ])('is caught with %s', async (_what, sql, sentence) => {
      damage(sql);
      expect(await sentences()).toEqual([sentence]);
    });

    it('is caught where it stands at another place than its rows', async () => {
      damage("UPDATE fold_state SET nonce = 'other' WHERE log_partition = 0");
      expect(await sentences()).toEqual([expect.stringMatching(/^I8 The read model stands at .*other/)]);
    });

    it('may be behind the log', async () => {
      damage('DELETE FROM run; DELETE FROM task_run; DELETE FROM fold_state WHERE log_partition = 0');
      expect(await sentences()).toEqual([]);
    });
  });

  describe('the lines of attempts', () => {
    const shard = (): string => join(folder, 'blobs/logs', RUN, 'a.1.jsonl');
    const line = (text: string): string => `${JSON.stringify([0, 'stdout', text])}\n`;

    function store(text: string): void {
      mkdirSync(join(folder, 'blobs/logs', RUN), { recursive: true, mode: 0o700 });
      writeFileSync(shard(), text, { mode: 0o600 });
    }

    it('are well where all are stored', async () => {
      store(`${line('one')}${line('two')}{"end":true}\n`);
      expect(await sentences()).toEqual([]);
    });

    describe('of which some are on their way to the store', () => {
      beforeEach(async () => {
        const lines = [[0, 'stdout', 'two']] as const;
        folder = mkdtempSync(join(root, 'other-'));
        await writeFolder(folder, log(), [{ run: RUN, task: 'a', attempt: 1, first: 2, lines, end: true }]);
        store(line('one'));
      });

      it('are well', async () => {
        expect(await sentences()).toEqual([]);
      });

      it('are caught where the logger says that these are stored', async () => {
        mkdirSync(join(folder, 'blobs/logger'), { mode: 0o700 });
        writeFileSync(join(folder, 'blobs/logger/task-logs-0.json'), '{"next":1}', { mode: 0o600 });
        expect(await sentences()).toEqual(['I9 The log of attempt 1 ends at line 1, its worker wrote 2.']);
      });
    });

    it('are caught where one is missing, or cannot be read', async () => {
      store(line('one'));
      expect(await sentences()).toEqual(['I9 The log of attempt 1 ends at line 1, its worker wrote 2.']);
      store(`${line('one')}"no line"\n{"end":true}\n`);
      expect(await sentences()).toEqual([expect.stringMatching(/^I9 The log of attempt 1 cannot be read: /)]);
    });
  });
});
