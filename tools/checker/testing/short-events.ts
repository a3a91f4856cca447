import type { RunEvent } from '@millrace/dag';

type DataOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>['data'];

/** An event of version 1. */
export function event<T extends RunEvent['type']>(
  type: T,
  data: DataOf<T>,
): { type: T; v: number; data: DataOf<T> } {
  return { type, v: 1, data };
}

export const queued = (task: string, attempt = 1) => event('TaskQueued', { task, attempt });
export const dispatched = (task: string, attempt = 1) =>
  event('TaskDispatched', { task, attempt, worker: 'w1', incarnation: 'w1-1' });
export const running = (task: string, attempt = 1) => event('AttemptRunning', { task, attempt });
export const succeeded = (task: string, attempt = 1) => event('AttemptSucceeded', { task, attempt });
export const failed = (task: string, attempt = 1) =>
  event('AttemptFailed', { task, attempt, code: 'EXIT_CODE', message: 'exit code 1' });
export const taskFailed = (task: string, allowed = false) =>
  event('TaskFailed', { task, code: 'EXIT_CODE', message: 'exit code 1', allowed });
export const runSucceeded = () => event('RunSucceeded', {});
export const runFailed = (because: string) => event('RunFailed', { because });

/** A task run from queued to succeeded, at its first attempt. */
export const done = (task: string) =>
  [queued(task), dispatched(task), running(task), succeeded(task)] as const;
