import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteEventLog } from './sqlite-event-log.js';

describe('the partition counts of a log', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-counts-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (P: number): SqliteEventLog =>
    SqliteEventLog.open({ folder, partitions: { P, L: 1 }, clock: () => 0 });

  it('are fixed when it is made', async () => {
    await open(4).close();

    expect(() => open(8)).toThrow('fixed for the life of a log');
    await open(4).close();
  });
});
