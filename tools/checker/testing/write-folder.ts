import type { CatalogEntry, LogLines } from '@millrace/events';
import { Catalogue, EMBEDDED_PARTITIONS, SqliteEventLog, encodeRecord } from '@millrace/events';
import type { LogBuilder } from './log-builder.js';

/**
 * Writes a log by hand into a data folder: its partition 0, and further partitions that were only created. `lines`: what
 * is on its way to the store of task logs.
 */
export async function writeFolder(
  folder: string,
  { graph, texts }: LogBuilder,
  lines: readonly LogLines[] = [],
): Promise<void> {
  const log = SqliteEventLog.open({ folder, partitions: EMBEDDED_PARTITIONS, clock: () => 0 });
  const { definition, hash } = graph;
  const entry: CatalogEntry = { kind: 'definition', hash, definition, source: '' };
  await log.append('catalog', [{ partition: 0, key: Catalogue.keyOf(entry), value: entry }]);
  for (const { text } of texts) {
    await log.append('workflow-events', [{ partition: 0, key: '0', value: text }]);
  }
  for (let partition = 1; partition < EMBEDDED_PARTITIONS.P; partition += 1) {
    const value = encodeRecord({ v: 1, logId: `log-${partition}`, now: 0, kind: 'created' });
    await log.append('workflow-events', [{ partition, key: String(partition), value }]);
  }
  for (const value of lines) await log.append('task-logs', [{ partition: 0, key: value.task, value }]);
  await log.close();
}
