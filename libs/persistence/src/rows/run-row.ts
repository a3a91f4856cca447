import type { JsonValue, Priority, RunPhase, TaskRunState } from '@millrace/dag';

/** Task runs by state. States without any are left out; `waiting` never stands here (see `TaskRunRow`). */
export type TaskCounts = Partial<Record<TaskRunState, number>>;

/** What the read model holds of a run. Times are epoch milliseconds of the log's records; null: not yet, or none. */
export interface RunRow {
  readonly id: string;
  readonly project: string;
  readonly workflow: string;
  readonly version: number;
  /** Hash of the definition, its address in the catalogue. */
  readonly definition: string;
  state: RunPhase;
  /** 1, and one more for each time the run was opened again. */
  readonly round: number;
  /** Every parameter, in the encoding of the log. */
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly labels: Readonly<Record<string, string>>;
  /** What started it: api, cli … */
  readonly trigger: string;
  readonly priority: Priority;
  /** The time the run is for, and the zone in which that is meant. */
  readonly logicalDate: number;
  readonly logicalZone: string;
  readonly startedAt: number;
  endedAt: number | null;
  /** Why it is failing or failed: the task that failed first, or `timed-out`. */
  because: string | null;
  /** What the person said who paused or stopped it. */
  reason: string | null;
  counts: TaskCounts;
  /** Home partition. */
  readonly partition: number;
  /** Offsets of the first and of the newest record that touched it. */
  readonly firstOffset: number;
  lastOffset: number;
}
