import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { ReadModelDamagedError, ReadModelFullError } from '../read-model-errors.js';
import { UnreadableColumnError } from '../tables/unreadable-column-error.js';

const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;

/** Up to this size every page is checked when the file is opened; above it only what opening itself reads. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/** What a failure says of the read model, in its own words; anything else as it came. */
export function readModelErrorOf(cause: unknown, file: string): unknown {
  if (resultCode(cause) === FULL) {
    return new ReadModelFullError(
      `The disk (or quota) of ${file} is full: free space; the log keeps it all.`,
      {
        cause,
      },
    );
  }
  if (isDamage(cause)) markDamaged(file);
  else if (!(cause instanceof SyntaxError) && !(cause instanceof UnreadableColumnError)) return cause;
  return new ReadModelDamagedError(`${file} is damaged: it must be made anew from the log.`, { cause });
}

/** SQLite says that the file is not what it should be. */
function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}

/** Of SQLite, also where TypeORM has wrapped it. */
function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('driverError' in error) return resultCode(error.driverError);
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Remembers beside the file that it is damaged, for whoever opens it next. */
function markDamaged(file: string): void {
  writeFileSync(markOf(file), '', { mode: 0o600 });
}

/** Deletes the read model if it is damaged: the log makes it anew. Gives whether it did. */
export function removeIfDamaged(file: string): boolean {
  if (!existsSync(markOf(file)) && !(existsSync(file) && looksDamaged(file))) return false;
  for (const name of [file, `${file}-wal`, `${file}-shm`, markOf(file)]) rmSync(name, { force: true });
  return true;
}

function looksDamaged(file: string): boolean {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 5000 });
    const check = statSync(file).size <= CHECKED_BYTES ? 'PRAGMA quick_check(1)' : 'PRAGMA schema_version';
    const [first] = Object.values(db.prepare(check).get() ?? {});
    return typeof first === 'string' && first !== 'ok';
  } catch (error) {
    if (isDamage(error)) return true;
    throw error;
  } finally {
    db?.close();
  }
}

function markOf(file: string): string {
  return `${file}.damaged`;
}
