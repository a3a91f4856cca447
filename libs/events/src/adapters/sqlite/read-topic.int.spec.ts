import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../messages/dead-letter.js';
import type { LogLines } from '../../messages/log-lines.js';
import { EMBEDDED_PARTITIONS } from '../../topics.js';
import { readTopic } from './read-topic.js';
import { SqliteEventLog } from './sqlite-event-log.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'millrace-topic-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines: LogLines = { run: 'r', task: 't', attempt: 1, first: 1, lines: [[0, 'stdout', 'hello']] };
const letter: DeadLetter = {
  topic: 'commands',
  partition: 0,
  offset: 1,
  key: null,
  value: 'x',
  code: 'X',
  message: 'x',
  at: 0,
};

describe('readTopic', () => {
  it('gives what was written, also while the log is open', async () => {
    const log = SqliteEventLog.open({ folder, partitions: EMBEDDED_PARTITIONS, clock: () => 0 });
    await log.append('task-logs', [{ partition: 0, key: 't', value: lines }]);
    await log.append('dead-letters', [{ partition: 0, key: null, value: letter }]);

    expect([...readTopic(folder, 'task-logs')]).toEqual([{ partition: 0, offset: 0, value: lines }]);
    expect([...readTopic(folder, 'dead-letters')]).toEqual([{ partition: 0, offset: 0, value: letter }]);
    await log.close();
  });

  it('gives nothing where there is no log', () => {
    expect([...readTopic(folder, 'dead-letters')]).toEqual([]);
  });
});
