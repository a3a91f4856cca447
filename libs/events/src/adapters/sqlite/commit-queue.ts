import type { LogError } from '../../log-errors.js';
import type { LogFile } from './log-file.js';
import { logErrorOf } from './sqlite-failure.js';

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

  constructor(private readonly file: LogFile) {}

  add(job: CommitJob): void {
    this.jobs.push(job);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.flush());
  }

  /** Commits what waits now. */
  flush(): void {
    this.scheduled = false;
    const jobs = this.jobs;
    if (jobs.length === 0) return;
    this.jobs = [];
    const error = this.commit(jobs);
    for (const job of jobs) {
      if (error) job.failed(error);
      else job.committed();
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
