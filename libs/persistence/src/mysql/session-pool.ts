import { Socket, isIP } from 'node:net';
import type { Pool, PoolConnection, PoolOptions } from 'mysql2';
import { createPool } from 'mysql2';
import type { MysqlSettings } from './mysql-settings.js';

/** Milliseconds until a server that does not answer the first word counts as unreachable. */
const CONNECT_MS = 5000;

/** Seconds that a statement waits for a lock before it gives up, so that nothing hangs on a transaction nobody ends. */
const LOCK_WAIT_S = 5;

/**
 * What the statements rely on: values are escaped by backslashes, a text that is too long is an error and is not cut,
 * and MariaDB and MySQL refuse the same. Servers may have other defaults.
 */
const SQL_MODE = [
  'ONLY_FULL_GROUP_BY',
  'STRICT_TRANS_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
].join(',');

export interface Session {
  readonly access: 'READ ONLY' | 'READ WRITE';
  /** A connection on which nothing comes for so long is given up, milliseconds; 0: never. Unused ones go so, too. */
  readonly answerMs: number;
}

/** How the driver talks to the server. */
export function connectionOptions({ host, port, database, user, password, tls }: MysqlSettings) {
  return {
    ...{ host, port, database, user, password },
    // The driver compares the certificate with the name of the host only when asked, and with addresses it cannot.
    ...(tls && { ssl: { ...tls, verifyIdentity: isIP(host) === 0 } }),
    charset: 'utf8mb4',
    connectTimeout: CONNECT_MS,
    dateStrings: true,
    supportBigNumbers: true,
  } as const satisfies PoolOptions;
}

/** A pool whose connections all have the same session. It replaces those that are lost. */
export function createSessionPool(options: PoolOptions, session: Session): Pool {
  const pool = createPool(options);
  pool.on('connection', (connection) => begin(connection, session));
  return pool;
}

/** What is sent here goes before whatever the connection was wanted for. */
function begin(connection: PoolConnection, { access, answerMs }: Session): void {
  // The pool drops a connection that fails; an error that nobody listens to would end the process.
  connection.on('error', () => undefined);
  limitAnswers(connection, answerMs);
  for (const statement of sessionStatements(access)) {
    connection.query(statement, (error) => {
      if (error) breakOff(connection, error);
    });
  }
}

/** Gives the connection up when nothing comes on it for so long, milliseconds; 0: never. */
export function limitAnswers(connection: PoolConnection, answerMs: number): void {
  const socket = socketOf(connection);
  socket?.removeAllListeners('timeout');
  socket?.setTimeout(answerMs, () => breakOff(connection, noAnswer(answerMs)));
}

/**
 * READ COMMITTED: the projection locks the row of its position first, and what it writes belongs to it alone, so
 * nothing needs the locks on gaps that REPEATABLE READ adds, over which projectors of different partitions would fall
 * into deadlocks. Readers ask single statements.
 */
function sessionStatements(access: Session['access']): readonly string[] {
  return [
    `SET SESSION sql_mode = '${SQL_MODE}', SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_S}, ` +
      `SESSION lock_wait_timeout = ${LOCK_WAIT_S}`,
    `SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, ${access}`,
  ];
}

/** Everyone who waits for an answer on the connection gets the error. `destroy` of the driver would tell nobody. */
function breakOff(connection: PoolConnection, error: Error): void {
  socketOf(connection)?.destroy(error);
}

function socketOf(connection: object): Socket | undefined {
  return 'stream' in connection && connection.stream instanceof Socket ? connection.stream : undefined;
}

function noAnswer(answerMs: number): Error {
  return Object.assign(new Error(`The database gave no answer for ${answerMs} ms.`), { code: 'ETIMEDOUT' });
}
