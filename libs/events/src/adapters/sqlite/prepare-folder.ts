import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataFolderError } from '../../log-errors.js';
import { systemCode } from './folder-failure.js';

const OTHERS_WRITE = 0o022;

/** What a start may need; a disk that has less is full. */
const ROOM_BYTES = 1024 * 1024;

/**
 * Makes a data folder that is not there, for its user alone, and refuses one that others can write to: whoever can swap
 * its files decides what runs. The mode of a folder that is there is its owner's to change.
 */
export function prepareFolder(folder: string): void {
  makeFolder(folder);
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  const mode = statSync(folder).mode & 0o777;
  if ((mode & OTHERS_WRITE) === 0) return;
  throw new DataFolderError(
    `The data folder ${folder} can be written by others (mode ${mode.toString(8)}): chmod go-w ${folder}`,
  );
}

/** Throws what the system says where a disk has no room for a start. */
export function proveRoom(folder: string): void {
  const file = join(folder, 'room');
  try {
    writeFileSync(file, Buffer.alloc(ROOM_BYTES), { mode: 0o600 });
  } finally {
    rmSync(file, { force: true });
  }
}

/** Level by level: Node tries for ever where a file system takes no folders, as /proc does. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return refuseFile(folder);
    if (code !== 'ENOENT') throw error;
    const above = dirname(folder);
    if (existsSync(above))
      throw new DataFolderError(`The data folder ${folder} cannot be made: ${above} takes no folders.`);
    makeFolder(above);
    mkdirSync(folder, { mode: 0o700 });
  }
}

function refuseFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new DataFolderError(`${path} is no folder: name another data folder with --data or MILLRACE_DATA.`);
}
