import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LogTooNewError } from '../../log-errors.js';
import { keepPrivate } from './private-file.js';
import { logErrorOf, unusable } from './sqlite-failure.js';

/** Form of the tables that this release writes and reads. */
const FORMAT = 1;

/** Up to this size the file is checked at every start, above it only after an unclean stop. */
const ALWAYS_CHECKED_BYTES = 64 * 1024 * 1024;

export interface LogFile {
  readonly db: DatabaseSync;
  readonly path: string;
  /** Writes what is there already: throws what SQLite says where nothing can be written. */
  touch(): void;
  /** Marks a clean stop and closes. */
  close(): void;
}

/** Opens a file of the log. Throws LogFileError or LogTooNewError with what to do. */
export function openLogFile(path: string): LogFile {
  keepPrivate(path);
  try {
    return open(path);
  } catch (error) {
    if (error instanceof Error && 'retryable' in error) throw error;
    throw logErrorOf(error, path);
  }
}

function open(path: string): LogFile {
  const db = new DatabaseSync(path);
  try {
    return prepare(db, path);
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(db: DatabaseSync, path: string): LogFile {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;');
  db.exec('PRAGMA foreign_keys = OFF; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;');
  db.exec('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
  checkFormat(db, path);
  const clean = meta(db, 'clean') !== '0';
  if (!clean || statSync(path).size <= ALWAYS_CHECKED_BYTES) checkIntegrity(db, path);
  setMeta(db, 'clean', '0');
  return {
    db,
    path,
    touch: () => setMeta(db, 'clean', '0'),
    close: () => {
      setMeta(db, 'clean', '1');
      db.close();
    },
  };
}

function checkFormat(db: DatabaseSync, path: string): void {
  const format = meta(db, 'format');
  if (format === undefined) {
    if (hasTopics(db)) throw unusable(path, 'its table meta says nothing of its form');
    setMeta(db, 'format', String(FORMAT));
  } else if (Number(format) > FORMAT) {
    throw new LogTooNewError(
      `${path} was written by a newer release (form ${format}, this one knows ${FORMAT}): start the newer release.`,
    );
  }
}

/** The file holds more than what was made just now: it is not new. */
function hasTopics(db: DatabaseSync): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name <> 'meta'").get() !== undefined
  );
}

function checkIntegrity(db: DatabaseSync, path: string): void {
  const rows = db.prepare('PRAGMA quick_check(1)').all();
  const verdict = String(Object.values(rows[0] ?? {})[0]);
  if (verdict !== 'ok') throw unusable(path, verdict);
}

function meta(db: DatabaseSync, key: string): string | undefined {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key);
  return typeof row?.value === 'string' ? row.value : undefined;
}

function setMeta(db: DatabaseSync, key: string, value: string): void {
  db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}
