import type { Effect } from './effects.js';
import { RUN_TIMEOUT } from './effects.js';
import type { RunState } from './state.js';

/** What follows when a run has ended. */
export function endRun(run: RunState): readonly Effect[] {
  return run.start.timeoutMs === undefined
    ? [{ effect: 'EndRun' }]
    : [{ effect: 'CancelTimer', task: RUN_TIMEOUT }, { effect: 'EndRun' }];
}
