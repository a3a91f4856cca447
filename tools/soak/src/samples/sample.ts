import type { Lag } from '../log/projection-lag.js';

/** What is true of a process at a moment; what could not be had then is absent. */
export interface ProcessSample {
  readonly name: string;
  /** The next process of the same name has another one. */
  readonly pid: number;
  /** Bytes that its threads keep alive, after a garbage collection. */
  readonly heap?: number;
  /** Megabytes of 10⁶ bytes. */
  readonly rss?: number;
  readonly fds?: number;
  /** Of its main thread, those that keep it alive. */
  readonly timers?: number;
  /** It and all that it has started. */
  readonly processes?: number;
}

/** Milliseconds of what came since the last sample. */
export interface LateSample {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Sample {
  /** Seconds since the load began; negative before. */
  readonly at: number;
  readonly phase: 'warm-up' | 'load' | 'rest';
  readonly processes: readonly ProcessSample[];
  /** Of the consumer groups of the cluster. */
  readonly members?: number;
  readonly redisKeys?: number;
  /** Files and folders in the folders of the workers and where temporary ones go. */
  readonly files: number;
  readonly lag: Lag;
  readonly late: Readonly<Record<string, LateSample>>;
  /** Runs that the log has begun so far, and that go on. */
  readonly started: number;
  readonly active: number;
  /** Starts that wait for an answer. */
  readonly waiting: number;
}
