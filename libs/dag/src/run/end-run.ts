import type { Effect } from './effects.js';
import { RUN_TIMEOUT } from './effects.js';
import type { RunState } from './state.js';

/** What follows when a run has ended. */
export function endRun(run: RunState): readonly Effect[] {
  return [...cancelRunTimeout(run), { effect: 'EndRun' }];
}

/** The run ends, or has: its time-out is no longer wanted. */
export function cancelRunTimeout(run: RunState): readonly Effect[] {
  return run.start.timeoutMs === undefined ? [] : [{ effect: 'CancelTimer', task: RUN_TIMEOUT }];
}
