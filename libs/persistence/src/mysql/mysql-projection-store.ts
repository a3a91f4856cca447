import type { Pool } from 'mysql2';
import type { RowDataPacket } from 'mysql2/promise';
import type { ProjectionBatch, StoredRun } from '../projection-store.js';
import { ProjectionStore } from '../projection-store.js';
import type { FoldPosition } from '../rows/fold-position.js';
import { BatchWriter } from './batch-writer.js';
import { hashOfRows } from './hash-of-rows.js';
import type { MysqlSettings } from './mysql-settings.js';
import { placeOf } from './mysql-settings.js';
import { errnoOf, readModelErrorOf } from './read-model-error-of.js';
import { ReadTables } from './read-tables.js';
import { send } from './send-statements.js';
import { withSchemaLock } from './schema-lock.js';
import { NO_SUCH_TABLE } from './server-faults.js';
import { connectionOptions, createSessionPool } from './session-pool.js';
import { EMPTY_TABLES } from './spare-tables.js';
import { inTransaction, onConnection, retried } from './transactions.js';

/** Milliseconds; dropping the files of large tables takes some of them. */
const ANSWER_MS = 120_000;

/** While the server writes some batches, others are made. Two gain the most; more help where there are processors. */
const WRITERS = 4;

/**
 * Writes the read model in a database of MySQL or MariaDB over connections of its own, which are replaced when they are
 * lost; many rows a statement, because each costs a way to the server and back.
 */
export class MysqlProjectionStore extends ProjectionStore {
  override readonly writers = WRITERS;

  private constructor(
    private readonly pool: Pool,
    private readonly settings: MysqlSettings,
    private readonly writer: BatchWriter,
  ) {
    super();
  }

  /**
   * The database must have been opened as a read store before: that makes the tables. `suffix`: of the names of tables
   * that nobody reads yet; they are there.
   */
  static async open(settings: MysqlSettings, suffix = ''): Promise<MysqlProjectionStore> {
    const options = { ...connectionOptions(settings), connectionLimit: WRITERS };
    const pool = createSessionPool(options, { access: 'READ WRITE', answerMs: ANSWER_MS });
    const tables = new ReadTables(suffix);
    const store = new MysqlProjectionStore(pool, settings, new BatchWriter(tables, suffix === ''));
    try {
      await pool.promise().query(tables.positions.select('LIMIT 0'));
      return store;
    } catch (error) {
      await store.close();
      if (errnoOf(error) !== NO_SUCH_TABLE) throw readModelErrorOf(error, settings);
      const where = placeOf(settings);
      throw new Error(`There is no read model in ${where}: open it for reading first, that makes it.`, {
        cause: error,
      });
    }
  }

  override position(partition: number): Promise<FoldPosition | undefined> {
    return retried(this.settings, () =>
      onConnection(this.pool, (connection) => this.writer.tables.storedPosition(connection, partition)),
    );
  }

  override load(ids: readonly string[]): Promise<readonly StoredRun[]> {
    return retried(this.settings, () =>
      onConnection(this.pool, (connection) => this.writer.tables.storedRuns(connection, ids)),
    );
  }

  override commit(batch: ProjectionBatch): Promise<void> {
    return retried(this.settings, () =>
      inTransaction(this.pool, (connection) => this.writer.write(connection, batch)),
    );
  }

  override reset(): Promise<void> {
    return retried(this.settings, () =>
      onConnection(this.pool, async (connection) => {
        const ask = async (sql: string, values: readonly unknown[]) =>
          (await connection.query<RowDataPacket[]>(sql, [...values]))[0];
        await withSchemaLock(ask, this.settings, () => send(connection, EMPTY_TABLES));
      }),
    );
  }

  override rowsHash(): Promise<string> {
    const { runs, tasks, rejections } = this.writer.tables;
    return retried(this.settings, () =>
      hashOfRows(this.pool, [
        { table: runs, order: 'ORDER BY id' },
        { table: tasks, order: 'ORDER BY run, task' },
        { table: rejections, order: 'ORDER BY log_partition, command_offset' },
      ]),
    );
  }

  override close(): Promise<void> {
    return this.pool.promise().end();
  }
}
