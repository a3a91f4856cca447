import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { RUN_TIMEOUT } from '../effects.js';

const schema = z.object({ timeoutLeftMs: z.int().optional().describe('what the run’s time-out has left') });

/** Nothing runs any more; the run’s time-out stands still. */
export const runPaused = defineEvent('RunPaused', 1, schema, {
  evolve: (run, data) => {
    run.phase = 'paused';
    run.timeoutIn = 0;
    run.timeoutLeft = data.timeoutLeftMs ?? 0;
  },
  react: (_run, data) =>
    data.timeoutLeftMs === undefined ? [] : [{ effect: 'CancelTimer', task: RUN_TIMEOUT }],
});
