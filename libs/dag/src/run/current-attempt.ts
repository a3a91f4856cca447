import type { Rejection } from './rejection.js';
import { reject } from './rejection.js';
import { isAttemptEnded, isRunEnded } from './lifecycle.js';
import type { GraphTask } from '../definition/graph.js';
import type { RunState, TaskRun } from './state.js';

/** What every report of a worker names. */
export interface AttemptRef {
  readonly task: string;
  readonly attempt: number;
  readonly incarnation: string;
}

export interface CurrentAttempt {
  readonly run: RunState;
  readonly node: GraphTask;
  readonly task: TaskRun;
}

/**
 * The attempt that a report speaks of, if it is the current one and has not ended. Anything else is late or repeated:
 * recorded as rejected, and changes nothing.
 */
export function currentAttempt(run: RunState | undefined, report: AttemptRef): CurrentAttempt | Rejection {
  if (!run) return reject('UNKNOWN_RUN', 'Could not take the report: its run is not active here.');
  const index = run.graph.indexOf.get(report.task);
  const node = index === undefined ? undefined : run.graph.tasks[index];
  const task = index === undefined ? undefined : run.tasks[index];
  if (!node || !task)
    return reject('UNKNOWN_TASK', `Could not take the report: run ${run.id} has no task '${report.task}'.`);
  return notCurrent(run, task, report) ?? { run, node, task };
}

function notCurrent(run: RunState, task: TaskRun, report: AttemptRef): Rejection | undefined {
  const what = `Could not take the report on attempt ${report.attempt} of '${report.task}'`;
  if (isRunEnded(run.phase)) return reject('LATE_REPORT', `${what}: the run is ${run.phase}.`);
  if (report.attempt > task.attempt) return reject('UNKNOWN_ATTEMPT', `${what}: it was never dispatched.`);
  if (report.attempt < task.attempt)
    return reject('LATE_REPORT', `${what}: the current attempt is ${task.attempt}.`);
  if (!task.attemptState || !task.worker)
    return reject('UNKNOWN_ATTEMPT', `${what}: it was never dispatched.`);
  if (task.worker.incarnation !== report.incarnation) {
    return reject(
      'WRONG_WORKER',
      `${what}: it belongs to worker ${task.worker.worker}, another process of it or of another.`,
    );
  }
  if (isAttemptEnded(task.attemptState)) return reject('LATE_REPORT', `${what}: it is ${task.attemptState}.`);
  return undefined;
}
