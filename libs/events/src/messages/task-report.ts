import type { AnyCommand } from '@millrace/dag';

/** What a worker says about an attempt: commands to the run, in order. Reports not yet sent are merged into one. */
export interface TaskReport {
  readonly run: string;
  readonly worker: string;
  /** ReportAttempt… commands of one attempt, oldest first. */
  readonly reports: readonly AnyCommand[];
}
