import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Benchmark } from '../benchmark.js';
import { quantile } from '../statistics.js';

const ROW_BYTES = 600;

/** What one durable step costs at least on this disk, with the settings of the log. */
export const rawSqliteCommit: Benchmark = {
  figures: [
    { name: 'raw_sqlite_commit_ms_p50', unit: 'ms' },
    { name: 'raw_sqlite_commit_ms_p99', unit: 'ms' },
  ],
  what: '1 000 transactions of one row of 600 bytes (WAL, synchronous = FULL), one after the other',
  open: (context) => {
    const db = new DatabaseSync(join(context.folder('sqlite'), 'rows.db'));
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;');
    db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, value TEXT NOT NULL)');
    const insert = db.prepare('INSERT INTO rows (value) VALUES (?)');
    const value = 'x'.repeat(ROW_BYTES);
    const commit = (): number => {
      const since = performance.now();
      db.exec('BEGIN IMMEDIATE');
      insert.run(value);
      db.exec('COMMIT');
      return performance.now() - since;
    };
    return Promise.resolve({
      round: () => {
        const times = Array.from({ length: context.quick ? 100 : 1000 }, commit);
        return Promise.resolve({
          raw_sqlite_commit_ms_p50: quantile(times, 0.5),
          raw_sqlite_commit_ms_p99: quantile(times, 0.99),
        });
      },
      close: () => Promise.resolve(db.close()),
    });
  },
};
