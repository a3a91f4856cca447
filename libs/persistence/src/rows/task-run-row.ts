import type { AttemptState, JsonValue, TaskRunState } from '@millrace/dag';

export interface ErrorOfTask {
  /** UPPER_SNAKE, stable. */
  readonly code: string;
  readonly message: string;
  /** Last lines of the attempt's log. */
  readonly logTail?: string;
}

/** One try of a task run. Times are epoch milliseconds; null: not yet, or never. */
export interface AttemptEntry {
  readonly number: number;
  state: AttemptState;
  readonly worker: string;
  /** Of the worker process that it was addressed to. */
  readonly incarnation: string;
  readonly dispatchedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  exitCode?: number;
  /** Lines of its log, once it has ended; absent: none, or nobody knows (a lost attempt). */
  logLines?: number;
  error?: ErrorOfTask;
}

/**
 * What the read model holds of a task run. A task run has a row from its first event on: a task that never left
 * `waiting` has none, and the reader adds it from the definition that `RunRow.definition` names. So do its type and
 * title: the read model needs no definitions.
 */
export interface TaskRunRow {
  readonly run: string;
  /** Name of the task. */
  readonly task: string;
  state: TaskRunState;
  /** It failed, and the definition allows that. */
  allowed: boolean;
  /** Why it was skipped or is held. */
  reason: string | null;
  /** Its final failure. Failures of attempts stand with these. */
  error: ErrorOfTask | null;
  /** Number of the newest attempt that was queued; 0 before, and for logic tasks. */
  attempt: number;
  /** In the encoding of the log. */
  outputs: Readonly<Record<string, JsonValue>> | null;
  /** When it was first ready for a worker. */
  queuedAt: number | null;
  /** When its first attempt began; for a logic task, when it was decided. */
  startedAt: number | null;
  /** When the task run ended, after its last attempt. */
  endedAt: number | null;
  /** In the order of their numbers. */
  attempts: AttemptEntry[];
}
