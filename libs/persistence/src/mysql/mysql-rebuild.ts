import type { Pool, PoolConnection as StreamingConnection } from 'mysql2';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { ProjectionStore } from '../projection-store.js';
import { ReadModelBehindError, RebuildRunningError } from '../read-model-errors.js';
import { ReadModelRebuild } from '../read-model-rebuild.js';
import { MysqlProjectionStore } from './mysql-projection-store.js';
import type { MysqlSettings } from './mysql-settings.js';
import { placeOf, rebuildLockOf } from './mysql-settings.js';
import { DROP_NEXT_TABLES, EXCHANGE_TABLES, MAKE_NEXT_TABLES, NEXT } from './next-tables.js';
import { readModelErrorOf } from './read-model-error-of.js';
import { ReadTables } from './read-tables.js';
import { withSchemaLock } from './schema-lock.js';
import { send } from './send-statements.js';
import { connectionOptions, createSessionPool, limitAnswers } from './session-pool.js';
import { DROP_SPARE_TABLES } from './spare-tables.js';
import { connectionOf, inTransaction, retried } from './transactions.js';

/** Milliseconds; dropping the files of large tables takes some of them. */
const ANSWER_MS = 120_000;

/** Seconds: servers close connections that say nothing, many after some minutes. */
const STAY = 'SET SESSION wait_timeout = 604800';

const CLOSE_GATE = 'SELECT id FROM projection_gate WHERE id = 1 FOR UPDATE';

const LIVE = new ReadTables();
const NEW = new ReadTables(NEXT);

/**
 * A rebuild in a database of MySQL or MariaDB. One connection holds the lock that says so and changes tables: when it is
 * lost another may begin, and this one can exchange nothing any more. Another closes the gate, because a change of
 * tables ends the transaction of its own connection.
 */
export class MysqlRebuild extends ReadModelRebuild {
  private tookOver = false;

  private constructor(
    private readonly settings: MysqlSettings,
    private readonly pool: Pool,
    private readonly holder: StreamingConnection,
    override readonly store: ProjectionStore,
  ) {
    super();
  }

  /** Throws RebuildRunningError and ReadModelUnavailableError. */
  static async begin(settings: MysqlSettings): Promise<MysqlRebuild> {
    const options = { ...connectionOptions(settings), connectionLimit: 2 };
    const pool = createSessionPool(options, { access: 'READ WRITE', answerMs: ANSWER_MS });
    try {
      const holder = await connectionOf(pool);
      await holder.promise().query(STAY);
      await lock(holder.promise(), settings);
      const ask = askOver(holder);
      await withSchemaLock(ask, settings, () => send(holder.promise(), MAKE_NEXT_TABLES));
      const store = await MysqlProjectionStore.open(settings, NEXT);
      // It says nothing for as long as the rows take.
      limitAnswers(holder, 0);
      return new MysqlRebuild(settings, pool, holder, store);
    } catch (error) {
      await end(pool);
      throw readModelErrorOf(error, settings);
    }
  }

  override async takeOver(lastSteps: () => Promise<void>): Promise<void> {
    limitAnswers(this.holder, ANSWER_MS);
    const exchange = (): Promise<void> =>
      withSchemaLock(askOver(this.holder), this.settings, () => this.exchange(lastSteps));
    try {
      await retried(this.settings, exchange);
    } catch (error) {
      // What came after the exchange is tidied up by whoever opens the read model next.
      if (this.tookOver) return;
      throw error;
    }
  }

  override async close(): Promise<void> {
    await this.store.close().catch(() => undefined);
    limitAnswers(this.holder, ANSWER_MS);
    const connection = this.holder.promise();
    const name = rebuildLockOf(this.settings);
    try {
      if (!this.tookOver) await connection.query(DROP_NEXT_TABLES);
      // A connection that is only cut off is missed by the server a moment later.
      await connection.query('SELECT RELEASE_LOCK(?)', [name]);
    } catch {
      // Without its connection it has no lock, and whoever comes next drops its tables.
    }
    this.holder.destroy();
    await end(this.pool);
  }

  private async exchange(lastSteps: () => Promise<void>): Promise<void> {
    const holder = this.holder.promise();
    await inTransaction(this.pool, async (gate) => {
      await gate.query(CLOSE_GATE);
      await lastSteps();
      await this.refuseBehind(holder);
      await holder.query(EXCHANGE_TABLES);
      this.tookOver = true;
    });
    await holder.query(DROP_SPARE_TABLES);
  }

  /** What was answered once must be there for ever: position tokens say so (L55). */
  private async refuseBehind(connection: PoolConnection): Promise<void> {
    const made = new Map(
      (await NEW.allPositions(connection)).map((position) => [position.partition, position]),
    );
    for (const { partition, next, logId } of await LIVE.allPositions(connection)) {
      const own = made.get(partition);
      if (own && own.next >= next && own.logId === logId) continue;
      throw new ReadModelBehindError(
        `The new read model is at ${own?.next ?? 0} of partition ${partition}, the present one at ${next} of log ${logId}: ` +
          'the log was replaced, or ended before that.',
      );
    }
  }
}

async function lock(connection: PoolConnection, settings: MysqlSettings): Promise<void> {
  const name = rebuildLockOf(settings);
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, 0) AS got', [name]);
  if (Number(row?.['got']) === 1) return;
  throw new RebuildRunningError(`The read model in ${placeOf(settings)} is being made anew already.`);
}

function askOver(connection: StreamingConnection) {
  return async (sql: string, values: readonly unknown[]): Promise<readonly object[]> =>
    (await connection.promise().query<RowDataPacket[]>(sql, [...values]))[0];
}

async function end(pool: Pool): Promise<void> {
  await pool
    .promise()
    .end()
    .catch(() => undefined);
}
