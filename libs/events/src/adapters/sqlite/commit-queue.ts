import type { LogError } from '../../log-errors.js';
import type { LogFile } from './log-file.js';
import { logErrorOf } from './sqlite-failure.js';

/** Milliseconds after a failure from which on it is doubted. A full disk may still take what is small. */
const PROBE_AFTER_MS = 10_000;

/** One append that waits for the commit. */
export interface CommitJob {
  /** Writes its rows; runs inside the transaction. Throws to refuse itself before it has written anything. */
  apply(): void;
  /** The transaction is durable. */
  committed(): void;
  /** The transaction was undone, or the job refused itself. */
  failed(error: LogError): void;
}

/**
 * Group commit: all appends of one turn of the event loop, over all partitions, go into one transaction. No timer: when
 * nothing else waits an append is committed at once, under load the batch grows by itself.
 */
export class CommitQueue {
  private jobs: CommitJob[] = [];
  private scheduled = false;
  private failure: { readonly error: LogError; readonly at: number } | undefined;

  constructor(private readonly file: LogFile) {}

  add(job: CommitJob): void {
    this.jobs.push(job);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.flush());
  }

  /** What the last commit failed with. Where nobody has tried again for a while it tries by itself. */
  trouble(): LogError | undefined {
    if (this.failure && performance.now() - this.failure.at > PROBE_AFTER_MS) this.probe();
    return this.failure?.error;
  }

  /** Commits what waits now. */
  flush(): void {
    this.scheduled = false;
    const jobs = this.jobs;
    if (jobs.length === 0) return;
    this.jobs = [];
    const error = this.commit(jobs);
    this.failure = error && { error, at: performance.now() };
    for (const job of jobs) {
      if (error) job.failed(error);
      else job.committed();
    }
  }

  private probe(): void {
    try {
      this.file.touch();
      this.failure = undefined;
    } catch (error) {
      this.failure = { error: logErrorOf(error, this.file.path), at: performance.now() };
    }
  }

  private commit(jobs: readonly CommitJob[]): LogError | undefined {
    const { db, path } = this.file;
    try {
      db.exec('BEGIN IMMEDIATE');
      for (const job of jobs) job.apply();
      db.exec('COMMIT');
      return undefined;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      return logErrorOf(error, path);
    }
  }
}
