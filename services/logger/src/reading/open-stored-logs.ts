import type { BlobStore } from '@millrace/blobs';
import { ShardStore } from '../shards/shard-store.js';
import type { Timers } from '../timers.js';
import { SystemTimers } from '../timers.js';
import { PolledLines } from './polled-lines.js';
import { ShardLogStore } from './shard-log-store.js';

/** The logs as another process stores them: it sees lines when they are in the blob store. */
export function openStoredLogs(blobs: BlobStore, timers: Timers = new SystemTimers()): ShardLogStore {
  return new ShardLogStore(new ShardStore(blobs), new PolledLines(timers));
}
