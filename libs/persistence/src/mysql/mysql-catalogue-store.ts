import type { Pool } from 'mysql2';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { CatalogueTurn, StoredEntry, WaitingEntry } from '../catalogue-store.js';
import { CatalogueStore } from '../catalogue-store.js';
import { catalogueEntryTable, catalogueOutboxTable } from '../tables/catalogue-tables.js';
import type { MysqlSettings } from './mysql-settings.js';
import { placeOf } from './mysql-settings.js';
import { parts, send } from './send-statements.js';
import { errnoOf } from './read-model-error-of.js';
import { RowStatements } from './row-statements.js';
import { NO_SUCH_TABLE } from './server-faults.js';
import { connectionOptions, createSessionPool } from './session-pool.js';
import { inTransaction, onConnection, retried } from './transactions.js';

/** Milliseconds; longer than the log takes to say that it does not answer, for which a turn may wait. */
const ANSWER_MS = 120_000;

/** Entries of the outbox that are taken at once: a few of them may be large. */
const PAGE = 50;

const { key, value } = catalogueOutboxTable.columns;

const entries = new RowStatements<StoredEntry>(catalogueEntryTable);
const outbox = new RowStatements<WaitingEntry>(catalogueOutboxTable);
/** The server gives the ids. */
const newInOutbox = new RowStatements<StoredEntry>({
  name: catalogueOutboxTable.name,
  columns: { key, value },
});

/**
 * The catalogue in a database of MySQL or MariaDB. A turn is a transaction that locks the one row of `catalogue_head`
 * first, so turns come one after the other and find no other locks. One connection: the turns of this process wait for
 * it and not for each other's locks.
 */
export class MysqlCatalogueStore extends CatalogueStore {
  private constructor(
    private readonly pool: Pool,
    private readonly settings: MysqlSettings,
  ) {
    super();
  }

  /** The database must have been opened as a read store before: that makes the tables. */
  static async open(settings: MysqlSettings): Promise<MysqlCatalogueStore> {
    const options = { ...connectionOptions(settings), connectionLimit: 1 };
    const pool = createSessionPool(options, { access: 'READ WRITE', answerMs: ANSWER_MS });
    const store = new MysqlCatalogueStore(pool, settings);
    try {
      await store.isSettled();
      return store;
    } catch (error) {
      await store.close();
      if (!(error instanceof Error) || errnoOf(error.cause) !== NO_SUCH_TABLE) throw error;
      const where = placeOf(settings);
      throw new Error(`There is no catalogue in ${where}: open its read model first, that makes it.`, {
        cause: error,
      });
    }
  }

  override inTurn<T>(work: (turn: CatalogueTurn) => Promise<T>): Promise<T> {
    return retried(this.settings, () =>
      inTransaction(this.pool, async (connection) =>
        work(new MysqlCatalogueTurn(connection, await lockHead(connection))),
      ),
    );
  }

  override isSettled(): Promise<boolean> {
    const sql =
      'SELECT EXISTS (SELECT 1 FROM catalogue_outbox) AS waits, ' +
      'EXISTS (SELECT 1 FROM catalogue_head WHERE compared = 1) AS compared';
    return retried(this.settings, () =>
      onConnection(this.pool, async (connection) => {
        const [[row]] = await connection.query<RowDataPacket[]>(sql);
        return Number(row?.['waits']) === 0 && Number(row?.['compared']) === 1;
      }),
    );
  }

  override close(): Promise<void> {
    return this.pool.promise().end();
  }
}

class MysqlCatalogueTurn implements CatalogueTurn {
  constructor(
    private readonly connection: PoolConnection,
    readonly compared: boolean,
  ) {}

  async setCompared(): Promise<void> {
    await this.connection.query('UPDATE catalogue_head SET compared = 1');
  }

  keys(): Promise<readonly string[]> {
    return this.keysOf('SELECT `key` FROM catalogue_entry ORDER BY `key`');
  }

  async find(keys: readonly string[]): Promise<readonly StoredEntry[]> {
    const found: StoredEntry[] = [];
    for (const part of parts(keys)) {
      const [rows] = await this.connection.query<RowDataPacket[]>(entries.select('WHERE `key` IN (?)'), [
        part,
      ]);
      for (const row of rows) found.push(entries.read(row));
    }
    return found;
  }

  enter(changed: readonly StoredEntry[]): Promise<void> {
    return send(this.connection, entries.put(changed));
  }

  send(changed: readonly StoredEntry[]): Promise<void> {
    return send(this.connection, newInOutbox.add(changed));
  }

  async waiting(): Promise<readonly WaitingEntry[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(outbox.select('ORDER BY id LIMIT ?'), [PAGE]);
    return rows.map((row) => outbox.read(row));
  }

  waitingKeys(): Promise<readonly string[]> {
    return this.keysOf('SELECT DISTINCT `key` FROM catalogue_outbox');
  }

  async sent(upTo: number): Promise<void> {
    await this.connection.query('DELETE FROM catalogue_outbox WHERE id <= ?', [upTo]);
  }

  async withdraw(keys: readonly string[]): Promise<void> {
    for (const part of parts(keys))
      await this.connection.query('DELETE FROM catalogue_outbox WHERE `key` IN (?)', [part]);
  }

  private async keysOf(sql: string): Promise<readonly string[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(sql);
    return rows.map((row) => String(row['key']));
  }
}

/** Waits until nobody else has a turn. Gives whether the tables were compared with the log. */
async function lockHead(connection: PoolConnection): Promise<boolean> {
  const locked = await headOf(connection);
  if (locked !== undefined) return locked;
  // Of several that find no row, one adds it and the others wait for it here.
  await connection.query(
    'INSERT INTO catalogue_head (id, compared) VALUES (1, 0) ON DUPLICATE KEY UPDATE id = id',
  );
  return (await headOf(connection)) ?? false;
}

async function headOf(connection: PoolConnection): Promise<boolean | undefined> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    'SELECT compared FROM catalogue_head WHERE id = 1 FOR UPDATE',
  );
  return row && Number(row['compared']) === 1;
}
