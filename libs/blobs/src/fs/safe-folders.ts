import { mkdir, open, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobError } from '../blob-error.js';
import { segmentsOf } from '../blob-key.js';
import { saysAbsent } from './storage-failure.js';

/** Where a blob lies: its folder and its file in it. */
export interface Place {
  readonly folder: string;
  readonly file: string;
}

/** The place of a key below a root folder. */
export function placeOf(root: string, key: string): Place {
  const file = join(root, ...segmentsOf(key));
  return { folder: dirname(file), file };
}

/** False when the folder is not there. Throws `UNSAFE_PATH` when a symbolic link leads elsewhere (rule S04). */
export async function isOwnFolder(folder: string): Promise<boolean> {
  const real = await realpath(folder).catch((error: unknown) => {
    if (saysAbsent(error)) return undefined;
    throw error;
  });
  if (real !== undefined && real !== folder) {
    throw new BlobError(
      'UNSAFE_PATH',
      `${folder} leads to ${real} by a symbolic link: millrace does not follow links in its blob folder. Remove the link.`,
    );
  }
  return real !== undefined;
}

/** Makes a folder that is not there, durably. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first !== undefined) {
    for (let made = folder; made.length >= first.length; made = dirname(made))
      await syncFolder(dirname(made));
  }
}

/** Makes the entries of a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
