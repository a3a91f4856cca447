import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { endRun } from '../end-run.js';

/** The run ended, and no unhandled failure is left. */
export const runSucceeded = defineEvent('RunSucceeded', 1, z.object({}), {
  evolve: (run) => {
    run.phase = 'succeeded';
  },
  react: endRun,
});
