import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until } from '../processes/until.js';

/** As long as an installation of packages and jars may take on a slow day. */
const PATIENCE_MS = 300_000;

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && /database is locked/.test(error.message)) return false;
    throw error;
  }
}

/** One at a time, over all processes. SQLite's lock is the kernel's: it goes with the process, however that ends. */
export async function withLock<Result>(home: string, work: () => Promise<Result>): Promise<Result> {
  mkdirSync(home, { recursive: true });
  const database = new DatabaseSync(join(home, 'lock.db'));
  try {
    if (!(await until(() => tryLock(database), PATIENCE_MS)))
      throw new Error(`Another command holds the stack since ${PATIENCE_MS / 1000} s.`);
    return await work();
  } finally {
    database.close();
  }
}
