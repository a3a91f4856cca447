import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** A file without a name: it is gone when it is closed, also when the worker dies. Made when first written to. */
export class SpoolFile {
  private handle: FileHandle | undefined;

  constructor(private readonly folder: string) {}

  async write(bytes: Buffer, position: number): Promise<void> {
    this.handle ??= await openNameless(this.folder);
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  async read(length: number, position: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = (await this.handle?.read(bytes, done, length - done, position + done)) ?? {
        bytesRead: 0,
      };
      if (bytesRead === 0)
        throw new Error(`The spool of a log ends at byte ${position + done} before it should.`);
      done += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await handle?.close();
  }
}

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `log-tail-${randomUUID()}`);
  const handle = await open(path, FLAGS, 0o600);
  await unlink(path);
  return handle;
}
