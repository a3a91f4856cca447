import type { Pool } from 'mysql2';
import { RowsHash } from '../rows-hash.js';
import { inTransaction } from './transactions.js';

interface HashedTable {
  readonly table: {
    select(rest: string): string;
    read(stored: Readonly<Record<string, unknown>>): object;
  };
  /** ORDER BY its key. */
  readonly order: string;
}

/** Rows that are read before the connection is told to wait: telling costs more than hashing them. */
const ROWS_AHEAD = 2000;

/** All tables as they were at one moment, whoever writes meanwhile. */
const ONE_MOMENT = [
  'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  'START TRANSACTION WITH CONSISTENT SNAPSHOT',
];

/** Hash over all rows of the tables, as they come from the server: they need not fit into memory. */
export function hashOfRows(pool: Pool, tables: readonly HashedTable[]): Promise<string> {
  return inTransaction(
    pool,
    async (_connection, streaming) => {
      const hash = new RowsHash();
      for (const { table, order } of tables) {
        const rows = streaming.query(table.select(order)).stream({ highWaterMark: ROWS_AHEAD });
        for await (const row of rows) hash.add(table.read(row as Readonly<Record<string, unknown>>));
        hash.endTable();
      }
      return hash.digest();
    },
    ONE_MOMENT,
  );
}
