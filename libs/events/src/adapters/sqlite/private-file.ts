import { accessSync, chmodSync, closeSync, constants, openSync, statSync } from 'node:fs';
import { DataFolderError } from '../../log-errors.js';

const OTHERS = 0o077;
const OWNER_ONLY = 0o600;

/** Files that SQLite keeps beside a database; it gives new ones the mode of the database. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/**
 * Makes a file for its user alone, or takes the rights of others from one that is there, and from what SQLite keeps
 * beside it. Call it before the file is opened: closing it here would free the locks that this process has on it.
 */
export function keepPrivate(path: string): void {
  if (!takeRights(path)) closeSync(openSync(path, 'wx', OWNER_ONLY));
  for (const companion of COMPANIONS) takeRights(`${path}${companion}`);
}

/** False when there is no such file. */
function takeRights(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  if (found.isDirectory())
    throw new DataFolderError(`${path} is a folder where a file belongs: move it away, and start again.`);
  if ((found.mode & OTHERS) !== 0) chmodSync(path, found.mode & OWNER_ONLY);
  // SQLite would say of it that it is unable to open it, or that it is read-only, and not why.
  accessSync(path, constants.R_OK | constants.W_OK);
  return true;
}
