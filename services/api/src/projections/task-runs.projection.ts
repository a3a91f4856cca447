import type { AttemptState, TaskRunState } from '@millrace/dag';
import type { AttemptEntry, ErrorOfTask } from '@millrace/persistence';
import type { Projection, Recorded } from './projection.js';
import type { RunView } from './run-view.js';

/** The task runs of a run with their attempts; by their moves also the run's counts. */
export const taskRuns: Projection = {
  name: 'task-runs',
  on: {
    TaskDelayed: (view, { task }) => view.move(view.task(task), 'delayed'),
    TaskQueued: (view, { task, attempt }, { at }) => {
      const row = view.task(task);
      row.attempt = attempt;
      row.queuedAt ??= at;
      view.move(row, 'queued');
    },
    TaskDispatched: (view, { task, attempt, worker, incarnation }, { at }) => {
      const row = view.task(task);
      row.attempts.push(newAttempt(attempt, worker, incarnation, at));
      view.move(row, 'dispatched');
    },
    TaskRetrying: (view, { task }) => view.move(view.task(task), 'retrying'),
    TaskHeld: (view, { task, reason }) => {
      const row = view.task(task);
      row.reason = reason;
      view.move(row, 'held');
    },
    TaskFailed: (view, { task, code, message, allowed }, { at }) => {
      const row = view.task(task);
      row.allowed = allowed;
      row.error = { code, message };
      end(view, task, 'failed', at);
    },
    TaskKilled: (view, { task }, { at }) => end(view, task, 'killed', at),
    TaskSkipped: (view, { task, reason }, { at }) => {
      view.task(task).reason = reason;
      end(view, task, 'skipped', at);
    },
    TaskUpstreamFailed: (view, { task }, { at }) => end(view, task, 'upstream-failed', at),
    BranchChosen: (view, { task }, { at }) => {
      view.task(task).startedAt ??= at;
      end(view, task, 'succeeded', at);
    },
    AttemptAccepted: (view, { task, attempt }) => {
      view.attempt(view.task(task), attempt).state = 'accepted';
    },
    AttemptRunning: (view, { task, attempt }, { at }) => {
      const row = view.task(task);
      const entry = view.attempt(row, attempt);
      entry.state = 'running';
      entry.startedAt = at;
      row.startedAt ??= at;
      view.move(row, 'running');
    },
    AttemptSucceeded: (view, data, recorded) => {
      endAttempt(view, data, 'succeeded', recorded);
      view.task(data.task).outputs = data.outputs ?? null;
      end(view, data.task, 'succeeded', recorded.at);
    },
    AttemptFailed: (view, data, recorded) => {
      endAttempt(view, data, 'failed', recorded).error = errorOf(data);
    },
    AttemptTimedOut: (view, data, recorded) => {
      endAttempt(view, data, 'timed-out', recorded).error = errorOf(data);
    },
    AttemptKilled: (view, data, recorded) => {
      endAttempt(view, data, 'killed', recorded);
    },
    AttemptLost: (view, data, recorded) => {
      endAttempt(view, data, 'lost', recorded).error = { code: 'WORKER_LOST', message: data.reason };
    },
    AttemptOutcomeUnknown: (view, data, recorded) => {
      endAttempt(view, data, 'unknown', recorded).error = { code: 'UNKNOWN', message: data.reason };
    },
    // Shows in no column, but its record is the newest of the run.
    AttemptOverdue: () => undefined,
  },
};

interface EndOfAttempt {
  readonly task: string;
  readonly attempt: number;
  readonly exitCode?: number | undefined;
  readonly logLines?: number | undefined;
}

/** States of an attempt that say that its worker began it. Its report of that may have been merged into the last. */
const BEGAN: ReadonlySet<AttemptState> = new Set<AttemptState>(['succeeded', 'failed', 'timed-out']);

function endAttempt(view: RunView, data: EndOfAttempt, state: AttemptState, { at }: Recorded): AttemptEntry {
  const row = view.task(data.task);
  const entry = view.attempt(row, data.attempt);
  entry.state = state;
  entry.endedAt = at;
  if (data.exitCode !== undefined) entry.exitCode = data.exitCode;
  if (data.logLines !== undefined) entry.logLines = data.logLines;
  if (BEGAN.has(state)) {
    entry.startedAt ??= entry.dispatchedAt;
    row.startedAt ??= entry.startedAt;
  }
  return entry;
}

function end(view: RunView, task: string, state: TaskRunState, at: number): void {
  const row = view.task(task);
  row.endedAt = at;
  view.move(row, state);
}

function newAttempt(number: number, worker: string, incarnation: string, at: number): AttemptEntry {
  return {
    number,
    state: 'dispatched',
    worker,
    incarnation,
    dispatchedAt: at,
    startedAt: null,
    endedAt: null,
  };
}

function errorOf({
  code,
  message,
  logTail,
}: {
  code: string;
  message: string;
  logTail?: string | undefined;
}): ErrorOfTask {
  return logTail === undefined ? { code, message } : { code, message, logTail };
}
