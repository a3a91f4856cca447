import type { PoolConnection } from 'mysql2/promise';

/** Keys that go into one statement. */
const KEYS = 1000;

/** Sends statements one after the other. */
export async function send(connection: PoolConnection, statements: Iterable<string>): Promise<void> {
  for (const statement of statements) await connection.query(statement);
}

/** Many keys, as many at a time as a statement takes. */
export function* parts<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < all.length; start += KEYS) yield all.slice(start, start + KEYS);
}
