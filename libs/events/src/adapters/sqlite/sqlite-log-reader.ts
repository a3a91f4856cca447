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
  private readonly ends: readonly StatementSync[];

  constructor(folder: string, partitions: number) {
    this.db = new DatabaseSync(join(folder, 'log.db'), { readOnly: true });
    const tables = Array.from({ length: partitions }, (_, partition) => `"workflow-events_${partition}"`);
    this.selects = tables.map((table) =>
      this.db.prepare(
        `SELECT offset, time, key, value FROM ${table} WHERE offset >= ? ORDER BY offset LIMIT ?`,
      ),
    );
    this.ends = tables.map((table) => this.db.prepare(`SELECT max(offset) AS last FROM ${table}`));
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

  /** The offset behind the last record; 0 where there is none. */
  end(partition: number): Promise<number> {
    const last = this.ends[partition]?.get()?.last ?? -1;
    return Promise.resolve(Number(last) + 1);
  }

  close(): void {
    this.db.close();
  }
}
