/** States of a run (workflow-format §5). `queued` and `discarded` belong to gates. */
export type RunPhase =
  | 'queued'
  | 'running'
  | 'pausing'
  | 'paused'
  | 'failing'
  | 'stopping'
  | 'succeeded'
  | 'failed'
  | 'stopped'
  | 'discarded';

/** States of a task run (workflow-format §5). */
export type TaskRunState =
  | 'waiting'
  | 'delayed'
  | 'gated'
  | 'queued'
  | 'dispatched'
  | 'running'
  | 'retrying'
  | 'held'
  | 'succeeded'
  | 'failed'
  | 'killed'
  | 'skipped'
  | 'upstream-failed';

/** States of an attempt (workflow-format §5). */
export type AttemptState =
  | 'dispatched'
  | 'accepted'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'timed-out'
  | 'killed'
  | 'lost'
  | 'unknown';

type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/** Legal moves of a run; a state without moves is final for the round. */
export const RUN_TRANSITIONS: Transitions<RunPhase> = {
  queued: ['running', 'stopping', 'discarded'],
  running: ['pausing', 'failing', 'stopping', 'succeeded', 'failed'],
  pausing: ['paused', 'running', 'failing', 'stopping', 'succeeded', 'failed'],
  paused: ['running', 'failing', 'stopping', 'succeeded', 'failed'],
  failing: ['stopping', 'failed'],
  stopping: ['stopped'],
  succeeded: [],
  failed: [],
  stopped: [],
  discarded: [],
};

/** Legal moves of a task run. */
export const TASK_RUN_TRANSITIONS: Transitions<TaskRunState> = {
  waiting: ['delayed', 'gated', 'queued', 'succeeded', 'failed', 'skipped', 'upstream-failed'],
  delayed: ['gated', 'queued', 'skipped'],
  gated: ['queued', 'skipped'],
  queued: ['dispatched', 'succeeded', 'failed', 'skipped'],
  dispatched: ['running', 'retrying', 'queued', 'held', 'succeeded', 'failed', 'killed'],
  running: ['retrying', 'queued', 'held', 'succeeded', 'failed', 'killed'],
  retrying: ['gated', 'queued', 'skipped'],
  held: ['killed'],
  succeeded: [],
  failed: [],
  killed: [],
  skipped: [],
  'upstream-failed': [],
};

/** Legal moves of an attempt. A terminal report counts without `accepted` (L40). */
export const ATTEMPT_TRANSITIONS: Transitions<AttemptState> = {
  dispatched: ['accepted', 'running', 'succeeded', 'failed', 'timed-out', 'killed', 'lost', 'unknown'],
  accepted: ['running', 'succeeded', 'failed', 'timed-out', 'killed', 'lost', 'unknown'],
  running: ['succeeded', 'failed', 'timed-out', 'killed', 'lost', 'unknown'],
  succeeded: [],
  failed: [],
  'timed-out': [],
  killed: [],
  lost: [],
  unknown: [],
};

export const isRunEnded = (phase: RunPhase): boolean => RUN_TRANSITIONS[phase].length === 0;
export const isTaskRunEnded = (state: TaskRunState): boolean => TASK_RUN_TRANSITIONS[state].length === 0;
export const isAttemptEnded = (state: AttemptState): boolean => ATTEMPT_TRANSITIONS[state].length === 0;
