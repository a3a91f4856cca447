import type { BlobStore } from '@millrace/blobs';

/** Where the logger has got to in each partition of `task-logs`, kept beside the shards that it makes. */
export class PositionStore {
  constructor(private readonly blobs: BlobStore) {}

  /** All records below this offset are stored; 0 at first. */
  async read(partition: number): Promise<number> {
    const bytes = await this.blobs.get(keyOf(partition));
    if (!bytes) return 0;
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    if (typeof value === 'object' && value !== null && 'next' in value && Number.isSafeInteger(value.next)) {
      return Number(value.next);
    }
    throw new Error(
      `Blob ${keyOf(partition)} is no position of the logger. Remove it: the topic is then read from its start, nothing is stored twice.`,
    );
  }

  write(partition: number, next: number): Promise<void> {
    return this.blobs.put(keyOf(partition), Buffer.from(JSON.stringify({ next })));
  }
}

function keyOf(partition: number): string {
  return `logger/task-logs-${partition}.json`;
}
