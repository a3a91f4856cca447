import { ReadModelUnavailableError } from '../read-model-errors.js';
import type { MysqlSettings } from './mysql-settings.js';
import { lockNameOf, placeOf } from './mysql-settings.js';

/** Seconds that one waits for another process that changes the tables. */
const WAIT_S = 60;

/** Sends a statement over one and the same connection and gives its rows. */
type Ask = (sql: string, values: readonly (string | number)[]) => Promise<readonly object[]>;

/**
 * Does the work while nobody else changes the tables of this database. The lock belongs to the connection: whatever
 * ends that lets the next one in. Throws ReadModelUnavailableError when the lock is not to be had.
 */
export async function withSchemaLock<T>(
  ask: Ask,
  settings: MysqlSettings,
  work: () => Promise<T>,
): Promise<T> {
  const name = lockNameOf(settings);
  const [got] = await ask('SELECT GET_LOCK(?, ?) AS got', [name, WAIT_S]);
  // Text or number, as the connection gives 64-bit integers.
  if (!got || !('got' in got) || Number(got.got) !== 1) {
    throw new ReadModelUnavailableError(
      `Another process has been changing the tables of ${placeOf(settings)} for ${WAIT_S} s: start again when it has ` +
        `ended; SELECT IS_USED_LOCK('${name}') tells its connection.`,
    );
  }
  try {
    return await work();
  } finally {
    await ask('SELECT RELEASE_LOCK(?) AS released', [name]).catch(() => undefined);
  }
}
