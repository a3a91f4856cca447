import { randomUUID } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import { expect, vi } from 'vitest';
import type { MysqlSettings } from '../src/index.js';

/** A database of its own on the server of the stack, and a connection beside those under test. */
export interface MysqlSchema {
  readonly settings: MysqlSettings;
  readonly admin: Connection;
  /** Resolves when a statement in this database waits for the lock of a row. */
  untilOneWaits(): Promise<void>;
  /** Ends the connections of others to this database. */
  killOthers(): Promise<void>;
  drop(): Promise<void>;
}

/** The server shows its transactions as they were when it was last asked, unless that is 100 ms ago. */
const LOCK_POLLS = { interval: 150, timeout: 4500 };

async function oneWaits(admin: Connection, database: string): Promise<void> {
  const [rows] = await admin.query<RowDataPacket[]>(
    'SELECT 1 FROM information_schema.innodb_trx AS trx JOIN information_schema.processlist AS process ' +
      "ON process.id = trx.trx_mysql_thread_id WHERE trx.trx_state = 'LOCK WAIT' AND process.db = ?",
    [database],
  );
  expect(rows).toHaveLength(1);
}

/** Makes an empty database with a random name. */
export async function makeMysqlSchema({
  host,
  port,
  user,
  password,
}: Omit<MysqlSettings, 'database'>): Promise<MysqlSchema> {
  const database = `millrace_${randomUUID().slice(0, 13).replace('-', '_')}`;
  const admin = await createConnection({ host, port, user, password });
  // A collation of the database that is not ours: what is forgotten in a table shows.
  await admin.query(`CREATE DATABASE ${database} CHARACTER SET latin1 COLLATE latin1_swedish_ci`);
  await admin.query(`USE ${database}`);
  return {
    settings: { host, port, user, password, database },
    admin,
    untilOneWaits: () => vi.waitFor(() => oneWaits(admin, database), LOCK_POLLS),
    killOthers: async () => {
      const [others] = await admin.query<RowDataPacket[]>(
        'SELECT id AS id FROM information_schema.processlist WHERE db = ? AND id <> connection_id()',
        [database],
      );
      // One that ends by itself meanwhile is gone all the same.
      for (const { id } of others) await admin.query(`KILL CONNECTION ${id}`).catch(() => undefined);
    },
    drop: async () => {
      await admin.query(`DROP DATABASE IF EXISTS ${database}`);
      await admin.end();
    },
  };
}
