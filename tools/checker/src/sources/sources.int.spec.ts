import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workflow } from '@millrace/dag/testing';
import { Catalogue, EMBEDDED_PARTITIONS, SqliteEventLog, encodeRecord } from '@millrace/events';
import type { CatalogEntry } from '@millrace/events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBuilder, done, runSucceeded } from '../../testing/index.js';
import { checkLog } from '../check-log.js';
import { exportLog } from './export-log.js';
import { openExport } from './export-source.js';
import { openFolder } from './folder-source.js';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-checker-'));
  await writeLog();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A data folder with one run in partition 0 and three partitions that were only created. */
async function writeLog(): Promise<void> {
  const built = new LogBuilder(workflow({ a: [] })).start([...done('a'), runSucceeded()]);
  const log = SqliteEventLog.open({ folder, partitions: EMBEDDED_PARTITIONS, clock: () => 0 });
  const { definition, hash } = built.graph;
  const entry: CatalogEntry = { kind: 'definition', hash, definition, source: '' };
  await log.append('catalog', [{ partition: 0, key: Catalogue.keyOf(entry), value: entry }]);
  for (const { text } of built.texts) {
    await log.append('workflow-events', [{ partition: 0, key: '0', value: text }]);
  }
  for (let partition = 1; partition < EMBEDDED_PARTITIONS.P; partition += 1) {
    const value = encodeRecord({ v: 1, logId: `log-${partition}`, now: 0, kind: 'created' });
    await log.append('workflow-events', [{ partition, key: String(partition), value }]);
  }
  await log.close();
}

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
