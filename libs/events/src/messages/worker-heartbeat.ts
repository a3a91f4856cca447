/** What a worker measured of its machine, or of the part of it that it may use. What cannot be read is left out. */
export interface MeasuredLoad {
  /** Busy share of all cores that it may use, 0 to 1, since the sample before. */
  readonly cpu?: number | undefined;
  /** Memory that is not to be had any more, in bytes. */
  readonly memoryUsed?: number | undefined;
  /** Memory that it could have at all, in bytes. */
  readonly memoryTotal?: number | undefined;
  /** Bytes of the disk of the work folder that it may still fill. */
  readonly diskFree?: number | undefined;
  /** Size of that disk in bytes. */
  readonly diskTotal?: number | undefined;
}

/** A worker process says that it is there, and with what capacity. */
export interface WorkerHeartbeat {
  readonly worker: string;
  readonly incarnation: string;
  /** Grows with each heartbeat of an incarnation: one that is not higher than the last is a repeated or late one. */
  readonly beat?: number;
  readonly groups: readonly string[];
  /** Its partition of `task-dispatch`. */
  readonly lane: number;
  /** Attempts with processes that it runs at once. */
  readonly slots: number;
  /** Attempts without processes that it runs at once. */
  readonly lightSlots: number;
  /** Attempts that it has now, waiting ones left out. */
  readonly busy: number;
  /** Those of `busy` without processes. */
  readonly lightBusy: number;
  readonly state: 'ready' | 'draining' | 'gone';
  /** Epoch milliseconds of the worker's clock; shown, never compared. */
  readonly at: number;
  /** How well the worker can end what it started. */
  readonly guard: string;
  readonly startedAt: number;
  /** Of the last sample, some seconds old at most; left out before the first. */
  readonly load?: MeasuredLoad;
  /** What it has too little of to begin attempts with processes as they come; left out when there is nothing. */
  readonly overloaded?: readonly ('cpu' | 'memory' | 'diskFree')[];
  /** Earlier incarnations of this worker of which nothing runs any more and nothing is left to report (L57). */
  readonly ended?: readonly string[];
}
