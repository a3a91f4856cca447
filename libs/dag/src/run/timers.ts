import { RUN_TIMEOUT } from './effects.js';
import { isRunEnded } from './lifecycle.js';
import type { RunState } from './state.js';

/** A timer that the state holds; `task` is an index or `RUN_TIMEOUT`. */
export interface Timer {
  readonly task: number;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** All timers of a run: the wheel is rebuilt from these after a take-over. */
export function timersOf(run: RunState): readonly Timer[] {
  if (isRunEnded(run.phase)) return [];
  const timers: Timer[] = [];
  if (run.timeoutIn > 0) timers.push({ task: RUN_TIMEOUT, dueAt: run.startedAt + run.timeoutIn });
  run.tasks.forEach((task, index) => {
    if (task.dueIn > 0) timers.push({ task: index, dueAt: run.startedAt + task.dueIn });
  });
  return timers;
}
