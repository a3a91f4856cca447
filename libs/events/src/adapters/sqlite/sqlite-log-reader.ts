import { join } from 'node:path';
import type { StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import type { StoredRecord } from '../../event-log.js';

/**
 * Reads `workflow-events` of an embedded log over a connection of its own, so that a projection can run in a thread
 * beside the one that owns the log. Sees what has been committed.
 */
export class SqliteLogReader {
  private readonly db: DatabaseSync;
  private readonly selects: readonly StatementSync[];

  constructor(folder: string, partitions: number) {
    this.db = new DatabaseSync(join(folder, 'log.db'), { readOnly: true });
    this.selects = Array.from({ length: partitions }, (_, partition) =>
      this.db.prepare(
        `SELECT offset, time, key, value FROM "workflow-events_${partition}" WHERE offset >= ? ORDER BY offset LIMIT ?`,
      ),
    );
  }

  read(partition: number, from: number, limit: number): readonly StoredRecord<'workflow-events'>[] {
    const rows = this.selects[partition]?.all(from, limit) ?? [];
    return rows.map((row) => ({
      offset: Number(row.offset),
      time: Number(row.time),
      key: null,
      value: String(row.value),
    }));
  }

  close(): void {
    this.db.close();
  }
}
