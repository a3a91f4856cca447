import type { Effect, StopCause } from './effects.js';
import type { RunState } from './state.js';

/** A StopTask for every attempt that a worker has. */
export function stopActive(run: RunState, cause: StopCause): readonly Effect[] {
  const effects: Effect[] = [];
  run.tasks.forEach((task, index) => {
    if (!task.worker || (task.state !== 'dispatched' && task.state !== 'running')) return;
    effects.push({ effect: 'StopTask', task: index, attempt: task.attempt, worker: task.worker, cause });
  });
  return effects;
}
