import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FencedError, SqliteEventLog, TOPICS, decodeRecord } from '../src/index.js';
import { countingClock } from './counting-clock.js';
import type { DurableHarness } from './durable-log.contract.js';
import { losingAcks } from './event-log-harness.js';

/** The same folder survives `reopen` and is removed by `close`. */
export async function openSqliteHarness(): Promise<DurableHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-log-'));
  const lost = new Set<number>();
  const clock = countingClock();
  const open = (): SqliteEventLog => SqliteEventLog.open({ folder, partitions: { P: 4, L: 2 }, clock });
  let log = open();
  losingAcks(log, lost);
  const reopen = async (between: () => void = () => undefined): Promise<void> => {
    await log.close();
    between();
    log = open();
    losingAcks(log, lost);
  };
  return {
    get log() {
      return log;
    },
    reopen: () => reopen(),
    close: async () => {
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
    faults: {
      loseNextAck: (partition) => lost.add(partition),
      appendLate: (partition, texts) => appendLate(log, partition, texts),
      truncate: (topic, partition, offset) =>
        reopen(() => {
          const file = TOPICS[topic].embedded === 'bulk' ? 'task-logs.db' : 'log.db';
          const raw = new DatabaseSync(join(folder, file));
          raw.prepare(`DELETE FROM "${topic}_${partition}" WHERE offset >= ?`).run(offset);
          raw.close();
        }),
    },
  };
}

/** Claims are judged by the file itself, however late they come; records pass it by and are the fold's to judge. */
async function appendLate(log: SqliteEventLog, partition: number, texts: readonly string[]): Promise<void> {
  for (const value of texts) {
    const record = decodeRecord(value);
    if (record.kind !== 'claim') {
      await log.append('workflow-events', [{ partition, key: String(partition), value }]);
      continue;
    }
    const writer = log.openWriter(partition);
    await writer.append([value], record, 'claim').catch((error: unknown) => {
      if (!(error instanceof FencedError)) throw error;
    });
    writer.close();
  }
}
