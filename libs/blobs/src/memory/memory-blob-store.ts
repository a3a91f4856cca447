import { Readable } from 'node:stream';
import { segmentsOf } from '../blob-key.js';
import type { ByteRange } from '../blob-store.js';
import { BlobStore } from '../blob-store.js';

/** Blobs that live as long as their process. For tests, and as the measure of what the port needs at least. */
export class MemoryBlobStore extends BlobStore {
  private readonly blobs = new Map<string, Uint8Array>();

  override async put(key: string, bytes: Uint8Array): Promise<void> {
    segmentsOf(key);
    this.blobs.set(key, Uint8Array.from(bytes));
  }

  override async get(key: string): Promise<Uint8Array | undefined> {
    segmentsOf(key);
    return this.blobs.get(key)?.slice();
  }

  override async getRange(key: string, { start, length }: ByteRange): Promise<Uint8Array | undefined> {
    return (await this.get(key))?.slice(start, start + length);
  }

  override async openRead(key: string): Promise<Readable | undefined> {
    const bytes = await this.get(key);
    return bytes && Readable.from(bytes.length === 0 ? [] : [Buffer.from(bytes)]);
  }

  override async list(prefix: string): Promise<readonly string[]> {
    segmentsOf(prefix);
    return [...this.blobs.keys()].filter((key) => key === prefix || key.startsWith(`${prefix}/`)).sort();
  }

  override async delete(prefix: string): Promise<void> {
    for (const key of await this.list(prefix)) this.blobs.delete(key);
  }
}
