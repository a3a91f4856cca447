import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { endRun } from '../end-run.js';

/** The run ended because a person stopped it. */
export const runStopped = defineEvent('RunStopped', 1, z.object({}), {
  evolve: (run) => {
    run.phase = 'stopped';
  },
  react: endRun,
});
