import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { endRun } from '../end-run.js';

/** The run ended with an unhandled failure, or because of its time-out. */
export const runFailed = defineEvent(
  'RunFailed',
  1,
  z.object({ because: z.string().describe('the task that failed first, or timed-out, internal, too-large') }),
  {
    evolve: (run) => {
      run.phase = 'failed';
    },
    react: endRun,
  },
);
