import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workflow } from '@millrace/dag/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBuilder, done, runSucceeded, writeFolder } from '../../testing/index.js';
import { checkLog } from '../check-log.js';
import { exportLog } from './export-log.js';
import { openExport } from './export-source.js';
import { openFolder } from './folder-source.js';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-checker-'));
  await writeFolder(folder, new LogBuilder(workflow({ a: [] })).start([...done('a'), runSucceeded()]));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a data folder', () => {
  it('is checked over all its partitions, with its own definitions', async () => {
    const source = openFolder(folder);
    const { counts, violations } = await checkLog(source);
    await source.close();
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ partitions: 4, records: 6, runs: 1, ended: { succeeded: 1 } });
  });

  it('gives the same result from its export', async () => {
    const file = join(folder, 'log.jsonl');
    writeFileSync(file, [...exportLog(folder)].join('\n'));
    const { counts, violations } = await checkLog(openExport(file));
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ partitions: 4, records: 6, runs: 1, ended: { succeeded: 1 } });
  });

  it('is refused when there is no log in it', () => {
    expect(() => openFolder(join(folder, 'nothing'))).toThrow(/is no data folder/);
  });
});
