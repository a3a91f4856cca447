import type { GraphTask } from '@millrace/dag';
import type { SeenEvent, SeenTaskEvent } from '../seen.js';
import { onEvents, onTaskEvents } from '../seen.js';
import { cutSuccessors } from './branch-cuts.js';
import type { RunModel } from './run-model.js';
import type { TaskEnd } from './task-model.js';

/** Moves the checker's own model of the run on by one event. */
export function applyEvent(seen: SeenEvent): void {
  applyToRun(seen);
  applyToTask(seen);
}

const applyToRun = onEvents({
  RunPauseRequested: ({ run }) => (run.hold = 'pausing'),
  RunPaused: ({ run }) => {
    run.hold = 'paused';
    run.timeoutAt = undefined;
  },
  RunResumed: ({ run }, data) => {
    run.hold = undefined;
    if (data.timeoutAt !== undefined) run.timeoutAt = data.timeoutAt;
  },
  RunFailureDeclared: ({ run }) => (run.hold = 'failing'),
  RunStopRequested: ({ run }) => (run.hold = 'stopping'),
  RunSucceeded: ({ run }) => (run.end = 'succeeded'),
  RunFailed: ({ run }) => (run.end = 'failed'),
  RunStopped: ({ run }) => (run.end = 'stopped'),
});

const applyToTask = onTaskEvents({
  TaskDelayed: ({ task }, data) => (task.dueAt = data.dueAt),
  TaskQueued: ({ task }, data) => {
    task.queued = data.attempt;
    task.dueAt = 0;
  },
  TaskDispatched: ({ task, at }, data) => {
    task.dispatched = data.attempt;
    task.dispatchedAt = at;
    task.runningAt = 0;
  },
  AttemptRunning: ({ task, at }) => (task.runningAt = at),
  AttemptSucceeded: (seen, data) => {
    endAttempt(seen, data.attempt);
    seen.task.successes += 1;
    endTask(seen, 'succeeded');
  },
  AttemptFailed: (seen, data) => endAttempt(seen, data.attempt),
  AttemptTimedOut: (seen, data) => endAttempt(seen, data.attempt),
  AttemptKilled: (seen, data) => endAttempt(seen, data.attempt),
  AttemptLost: (seen, data) => endAttempt(seen, data.attempt),
  AttemptOutcomeUnknown: (seen, data) => endAttempt(seen, data.attempt),
  TaskRetrying: ({ task }, data) => {
    task.dueAt = data.dueAt;
    if (data.counts) task.retries += 1;
    else task.lost += 1;
  },
  TaskHeld: ({ task }) => (task.held = true),
  BranchChosen: (seen, data) => {
    endTask(seen, 'succeeded', cutSuccessors(seen.run.graph, seen.node, data.branch));
  },
  TaskFailed: (seen, data) => {
    seen.task.allowed = data.allowed;
    const cut =
      data.allowed && seen.node.logic ? cutSuccessors(seen.run.graph, seen.node, 'none') : undefined;
    endTask(seen, 'failed', cut);
  },
  TaskKilled: (seen) => endTask(seen, 'killed'),
  TaskSkipped: (seen) => endTask(seen, 'skipped'),
  TaskUpstreamFailed: (seen) => endTask(seen, 'upstream-failed'),
});

function endAttempt({ task, event }: SeenTaskEvent, attempt: number): void {
  task.ended = Math.max(task.ended, attempt);
  task.outcome = event.type;
}

/** Tells the successors of a task run how it ended; those in `cut` see it as skipped. */
function endTask({ run, node, task }: SeenTaskEvent, end: TaskEnd, cut?: ReadonlySet<number>): void {
  if (task.end !== undefined) return;
  task.end = end;
  task.held = false;
  task.dueAt = 0;
  for (const successor of node.successors)
    settle(run, successor, cut?.has(successor) ? 'skipped' : kindOf(end, task.allowed));
}

function settle(run: RunModel, index: GraphTask['index'], kind: 'succeeded' | 'failed' | 'skipped'): void {
  const task = run.tasks[index];
  if (task) task.needs[kind] += 1;
}

function kindOf(end: TaskEnd, allowed: boolean): 'succeeded' | 'failed' | 'skipped' {
  if (end === 'succeeded' || allowed) return 'succeeded';
  return end === 'skipped' ? 'skipped' : 'failed';
}
