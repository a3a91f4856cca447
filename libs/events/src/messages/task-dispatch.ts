import type { DispatchInputs } from '@millrace/dag';

/** Tells one worker process to run one attempt. Made from the state of the run, so it can be repeated (L34, L37). */
export interface TaskDispatch {
  readonly group: string;
  readonly worker: string;
  readonly incarnation: string;
  /** Home partition of the run: reports go there. */
  readonly partition: number;
  /** Offset of the record that holds the dispatch event. */
  readonly offset: number;
  readonly epoch: number;
  /** Lowest offset of an unfinished attempt of this incarnation: older ones may be forgotten. */
  readonly floor: number;
  readonly run: RunOfDispatch;
  readonly task: string;
  readonly attempt: number;
  /** Hash of the definition that holds the task. */
  readonly definition: string;
  readonly inputs: DispatchInputs;
  /** Run priority and task priority, 0 highest to 4 lowest: the worker orders what it holds. */
  readonly priority: readonly [number, number];
  /** W3C trace context of who started the run. */
  readonly traceparent?: string;
}

/** What a task may know of its run. */
export interface RunOfDispatch {
  readonly id: string;
  readonly round: number;
  readonly project: string;
  readonly workflow: string;
  readonly logicalDate: readonly [number, string];
  readonly scheduledTime?: number;
  readonly startedAt: number;
  readonly trigger: string;
  readonly labels: Readonly<Record<string, string>>;
}
