import type { LogRef } from '@millrace/blobs';
import type { LineRun } from '../shards/shard-writer.js';

/** What is known of a log besides the store. */
export interface LiveLog {
  /** Number of the last line in the store; undefined: ask the store. */
  readonly stored: number | undefined;
  /** Lines that may not be stored yet, in order. */
  readonly runs: readonly LineRun[];
  readonly ended: boolean;
}

/** Lines on their way to the store: from the ingest in the same process, or by looking again and again. */
export interface LiveLines {
  snapshot(ref: LogRef): LiveLog | undefined;
  /** Calls when there may be more of a log; gives what ends that. */
  watch(ref: LogRef, onChange: () => void): () => void;
  /** Forgets what waits of a run. */
  drop(run: string): Promise<void>;
}
