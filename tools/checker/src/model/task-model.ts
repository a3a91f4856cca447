/** How a task run ended. */
export type TaskEnd = 'succeeded' | 'failed' | 'killed' | 'skipped' | 'upstream-failed';

/** What the checker knows of a task run. Attempts are numbered from 1; 0: none yet. Times are epoch milliseconds. */
export class TaskModel {
  end: TaskEnd | undefined = undefined;
  /** Its failure counts as success. */
  allowed = false;
  /** How its settled needs ended. */
  readonly needs = { succeeded: 0, failed: 0, skipped: 0 };
  /** Newest attempt that was queued, was given to a worker, has ended. */
  queued = 0;
  dispatched = 0;
  ended = 0;
  /** Attempts that ended as succeeded. */
  successes = 0;
  /** Event that ended the newest ended attempt. */
  outcome: string | undefined = undefined;
  dispatchedAt = 0;
  runningAt = 0;
  /** When its delay or its retry is due; 0: neither. */
  dueAt = 0;
  /** Further attempts that count against `retry.max`, and those that do not. */
  retries = 0;
  lost = 0;
  held = false;

  /** A worker has an attempt of it. */
  get active(): boolean {
    return this.dispatched > this.ended;
  }

  /** Waits in a heap for a worker. */
  get waitsForWorker(): boolean {
    return this.end === undefined && this.queued > this.dispatched;
  }
}
