import type { Attempt, Run, TaskRunItem } from '@millrace/api-contract';
import type { EndedRun } from '../progress/watch-run.js';

type RunResult = Pick<
  Run,
  'id' | 'project' | 'workflow' | 'version' | 'state' | 'round' | 'params' | 'startedAt' | 'endedAt'
>;
type AttemptResult = Pick<
  Attempt,
  'number' | 'state' | 'worker' | 'startedAt' | 'endedAt' | 'exitCode' | 'error'
>;
type TaskRunResult = Pick<
  TaskRunItem,
  'task' | 'state' | 'allowed' | 'reason' | 'error' | 'outputs' | 'startedAt' | 'endedAt'
> & { readonly attempts: readonly AttemptResult[] };

/** What `exec` prints at the end (workflow-format §8). */
export interface ExecResult {
  readonly run: RunResult;
  readonly taskRuns: readonly TaskRunResult[];
}

function attemptResult({
  number,
  state,
  worker,
  startedAt,
  endedAt,
  exitCode,
  error,
}: Attempt): AttemptResult {
  return {
    number,
    state,
    worker,
    startedAt,
    endedAt,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(error === undefined ? {} : { error }),
  };
}

function taskRunResult(taskRun: TaskRunItem): TaskRunResult {
  const { task, state, allowed, reason, error, attempts, outputs, startedAt, endedAt } = taskRun;
  return {
    task,
    state,
    allowed,
    ...(reason === undefined ? {} : { reason }),
    ...(error === undefined || attempts.some((attempt) => attempt.error) ? {} : { error }),
    attempts: attempts.map(attemptResult),
    outputs,
    startedAt,
    endedAt,
  };
}

export function execResult({ run, tasks }: EndedRun): ExecResult {
  const { id, project, workflow, version, state, round, params, startedAt, endedAt } = run;
  return {
    run: { id, project, workflow, version, state, round, params, startedAt, endedAt },
    taskRuns: tasks.map(taskRunResult),
  };
}
