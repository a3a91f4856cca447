import type { Pool, PoolConnection as StreamingConnection } from 'mysql2';
import type { PoolConnection } from 'mysql2/promise';
import type { MysqlSettings } from './mysql-settings.js';
import { errnoOf, readModelErrorOf } from './read-model-error-of.js';
import { GIVEN_UP } from './server-faults.js';

/** How often something is tried that the server gave up for the sake of another transaction. */
const TRIES = 4;

/** `streaming` is the same connection, for what gives rows one by one. */
type Work<T> = (connection: PoolConnection, streaming: StreamingConnection) => Promise<T>;

/** Does the work in one transaction. `begin`: what starts it. */
export async function inTransaction<T>(
  pool: Pool,
  work: Work<T>,
  begin: readonly string[] = ['START TRANSACTION'],
): Promise<T> {
  return onConnection(pool, async (connection, streaming) => {
    try {
      for (const statement of begin) await connection.query(statement);
      const result = await work(connection, streaming);
      await connection.query('COMMIT');
      return result;
    } catch (error) {
      await rollBack(connection);
      throw error;
    }
  });
}

/** Does the work over one connection, alone. */
export async function onConnection<T>(pool: Pool, work: Work<T>): Promise<T> {
  const streaming = await connectionOf(pool);
  try {
    return await work(streaming.promise(), streaming);
  } finally {
    streaming.release();
  }
}

/** Whoever takes one gives it back. */
export function connectionOf(pool: Pool): Promise<StreamingConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
  });
}

/**
 * Does again what the server gave up, a few times. The work must be whole: nothing of it was done. What fails for good is
 * told in the words of the read model.
 */
export async function retried<T>(settings: MysqlSettings, work: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !GIVEN_UP.has(errnoOf(error))) throw readModelErrorOf(error, settings);
    }
  }
}

/** After a wait for a lock that was too long, the transaction is still open. */
async function rollBack(connection: PoolConnection): Promise<void> {
  try {
    await connection.query('ROLLBACK');
  } catch {
    connection.destroy();
  }
}
