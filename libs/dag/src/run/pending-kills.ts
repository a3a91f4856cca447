import type { Effect, StopCause } from './effects.js';
import type { RunState, TaskRun } from './state.js';

type Kill = Extract<Effect, { readonly effect: 'StopTask' }>;

/** What a worker has now is to be killed: remembered, so that the kill is repeated until it is confirmed (L22). */
export function askKills(run: RunState): void {
  for (const task of run.tasks) if (isActive(task)) task.killAsked = true;
}

/** A StopTask for every attempt that was asked to be killed and has not ended, or that is overdue. */
export function pendingKills(run: RunState): readonly Kill[] {
  const effects: Kill[] = [];
  run.tasks.forEach((task, index) => {
    if (!task.worker || !isActive(task) || (!task.killAsked && !task.overdue)) return;
    const { attempt, worker } = task;
    effects.push({ effect: 'StopTask', task: index, attempt, worker, cause: causeOf(run, task) });
  });
  return effects;
}

function isActive({ state }: TaskRun): boolean {
  return state === 'dispatched' || state === 'running';
}

function causeOf(run: RunState, task: TaskRun): StopCause {
  if (!task.killAsked) return 'overdue';
  return run.phase === 'stopping' ? 'run-stopped' : 'run-failing';
}
