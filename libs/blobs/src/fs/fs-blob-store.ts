import { randomUUID } from 'node:crypto';
import { constants, mkdirSync, realpathSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { BlobError } from '../blob-error.js';
import { segmentsOf } from '../blob-key.js';
import type { ByteRange } from '../blob-store.js';
import { BlobStore } from '../blob-store.js';
import { FolderSync } from './folder-sync.js';
import type { Place } from './safe-folders.js';
import { isOwnFolder, makeFolder, placeOf, syncFolder } from './safe-folders.js';
import { failureOf, saysAbsent, systemCode } from './storage-failure.js';

/** NONBLOCK: a named pipe that someone has put there must not hold us up. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Blobs as files below a root folder, a folder for each segment of the key but the last. A blob is written to a file
 * whose name begins with a dot, synced and renamed; what a crash leaves of such a file is never listed and goes with its
 * folder. Links are never followed below the root. Files are 0600, folders 0700.
 */
export class FsBlobStore extends BlobStore {
  private readonly folders = new FolderSync();

  private constructor(private readonly root: string) {
    super();
  }

  /** Makes the root folder when it is not there. */
  static open(folder: string): FsBlobStore {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return new FsBlobStore(realpathSync(folder));
  }

  override put(key: string, bytes: Uint8Array): Promise<void> {
    return this.attempt('write', key, async (place) => {
      const temporary = join(place.folder, `.${randomUUID()}`);
      const handle = await this.create(place.folder, temporary);
      try {
        await fill(handle, bytes);
        await rename(temporary, place.file);
      } catch (error) {
        await unlink(temporary).catch(() => undefined);
        throw error;
      }
      await this.folders.sync(place.folder);
    });
  }

  override get(key: string): Promise<Uint8Array | undefined> {
    return this.reading(key, (handle) => handle.readFile());
  }

  override getRange(key: string, { start, length }: ByteRange): Promise<Uint8Array | undefined> {
    return this.reading(key, async (handle) => {
      const { size } = await handle.stat();
      const wanted = Math.max(0, Math.min(length, size - start));
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, start);
      return buffer.subarray(0, bytesRead);
    });
  }

  override openRead(key: string): Promise<Readable | undefined> {
    return this.attempt('read', key, async (place) => {
      const handle = await openBlob(place);
      return handle?.createReadStream();
    });
  }

  override list(prefix: string): Promise<readonly string[]> {
    return this.attempt('list', prefix, async (place) => {
      if (!(await isOwnFolder(place.folder))) return [];
      const found: string[] = [];
      await this.collect(segmentsOf(prefix), found);
      return found.sort();
    });
  }

  override delete(prefix: string): Promise<void> {
    return this.attempt('remove', prefix, async (place) => {
      if (!(await isOwnFolder(place.folder))) return;
      await rm(place.file, { recursive: true, force: true });
      await syncFolder(place.folder);
    });
  }

  private async create(folder: string, file: string): Promise<FileHandle> {
    if (!(await isOwnFolder(folder))) {
      await makeFolder(folder);
      await isOwnFolder(folder);
    }
    return await open(file, CREATE, 0o600);
  }

  private async collect(segments: readonly string[], found: string[]): Promise<void> {
    const parent = join(this.root, ...segments.slice(0, -1));
    const name = segments.at(-1) ?? '';
    const entries = await readdir(join(parent, name), { withFileTypes: true }).catch((error: unknown) => {
      if (saysAbsent(error)) return systemCode(error) === 'ENOTDIR' ? ('file' as const) : [];
      throw error;
    });
    if (entries === 'file') {
      const handle = await openBlob({ folder: parent, file: join(parent, name) });
      if (handle) found.push(segments.join('/'));
      await handle?.close();
      return;
    }
    if (!(await isOwnFolder(join(parent, name)))) return;
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) await this.collect([...segments, entry.name], found);
      else if (entry.isFile()) found.push([...segments, entry.name].join('/'));
    }
  }

  private reading<T>(key: string, read: (handle: FileHandle) => Promise<T>): Promise<T | undefined> {
    return this.attempt('read', key, async (place) => {
      const handle = await openBlob(place);
      if (!handle) return undefined;
      try {
        return await read(handle);
      } finally {
        await handle.close();
      }
    });
  }

  private async attempt<T>(action: string, key: string, work: (place: Place) => Promise<T>): Promise<T> {
    try {
      return await work(placeOf(this.root, key));
    } catch (error) {
      throw failureOf(error, action, key);
    }
  }
}

/** Opens a regular file; undefined when there is none. */
async function openBlob({ folder, file }: Place): Promise<FileHandle | undefined> {
  if (!(await isOwnFolder(folder))) return undefined;
  const handle = await open(file, READ).catch((error: unknown) => {
    if (saysAbsent(error)) return undefined;
    throw error;
  });
  if (!handle) return undefined;
  const stat = await handle.stat();
  if (stat.isFile()) return handle;
  await handle.close();
  if (stat.isDirectory()) return undefined;
  throw new BlobError('UNSAFE_PATH', `${file} is no regular file: millrace did not make it. Remove it.`);
}

async function fill(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await handle.writeFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
