import type { BlobStore } from '@millrace/blobs';
import type { LogRef } from '@millrace/blobs';
import { folderOfLog, folderOfRun } from '../log-ref.js';
import { Shard } from './shard.js';

const NAME = /\/(\d{12})\.jsonl$/;

/** Number of the first line of a log, and so of its first shard. */
const HEAD = 1;

/**
 * The shards of logs in the blob store. The name of a shard is the number of its first line, so the list of names is the
 * index of a log: where a line stands and, by the next name, how many lines a shard has. Where lines are missing (a gap)
 * the next shard begins. The first shard, for most logs the only one, lies beside the folder of the others, so that a
 * small log costs no folder; it is there, be it empty, when the log has any line.
 */
export class ShardStore {
  constructor(private readonly blobs: BlobStore) {}

  /** Numbers of the first lines, ascending. */
  async firsts(ref: LogRef): Promise<readonly number[]> {
    const head = await this.blobs.list(keyOf(ref, HEAD));
    return head.length === 0 ? [] : [HEAD, ...(await this.others(ref))];
  }

  /** The last shard of a log; undefined when nothing is stored. */
  async last(ref: LogRef): Promise<Shard | undefined> {
    const head = await this.read(ref, HEAD);
    const last = head && (await this.others(ref)).at(-1);
    return last === undefined ? head : await this.read(ref, last);
  }

  /** Undefined when it was removed. */
  async read(ref: LogRef, first: number): Promise<Shard | undefined> {
    const bytes = await this.blobs.get(keyOf(ref, first));
    return bytes && new Shard(first, bytes);
  }

  /** Stores a shard, or replaces it by one with more lines. */
  write(ref: LogRef, first: number, bytes: Uint8Array): Promise<void> {
    return this.blobs.put(keyOf(ref, first), bytes);
  }

  deleteRun(run: string): Promise<void> {
    return this.blobs.delete(folderOfRun(run));
  }

  private async others(ref: LogRef): Promise<readonly number[]> {
    const keys = await this.blobs.list(folderOfLog(ref));
    return keys.flatMap((key) => NAME.exec(key)?.[1] ?? []).map(Number);
  }
}

function keyOf(ref: LogRef, first: number): string {
  const folder = folderOfLog(ref);
  return first === HEAD ? `${folder}.jsonl` : `${folder}/${String(first).padStart(12, '0')}.jsonl`;
}
