import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LogInUseError } from '../../log-errors.js';
import { keepPrivate } from './private-file.js';
import { isBusy, logErrorOf } from './sqlite-failure.js';

/** Exclusive ownership of a data folder. The operating system frees it when the process ends, however it ends. */
export interface FolderLock {
  release(): void;
}

/** Throws LogInUseError when another process has the folder. */
export function lockFolder(folder: string): FolderLock {
  const holder = join(folder, 'owner');
  const lock = join(folder, 'owner.lock');
  for (const file of [holder, lock]) keepPrivate(file);
  const db = new DatabaseSync(lock);
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (error) {
    db.close();
    if (!isBusy(error)) throw logErrorOf(error, lock);
    throw new LogInUseError(
      `The data folder ${folder} is in use by ${describe(holder)}. Stop that process, or give another folder with --data.`,
    );
  }
  writeFileSync(holder, String(process.pid));
  return { release: () => db.close() };
}

function describe(holder: string): string {
  try {
    return `process ${readFileSync(holder, 'utf8')}`;
  } catch {
    return 'another process';
  }
}
