import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Up to this size every page is checked when the file is opened; above it only what opening itself reads. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/** SQLite says that the file is not what it should be. */
export function isDamage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return false;
  if (typeof error.errcode !== 'number') return false;
  const code = error.errcode & 0xff;
  return code === CORRUPT || code === NOT_A_DATABASE;
}

/** Remembers beside the file that it is damaged, for whoever opens it next. */
export function markDamaged(file: string): void {
  writeFileSync(markOf(file), '');
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
