/** A worker process says that it is there, and with what capacity. */
export interface WorkerHeartbeat {
  readonly worker: string;
  readonly incarnation: string;
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
  /** Earlier incarnations of this worker of which nothing runs any more and nothing is left to report (L57). */
  readonly ended?: readonly string[];
}
