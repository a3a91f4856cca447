import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { releaseAttempt } from '../settle.js';
import { taskOf } from '../state.js';
import { attemptFields } from '../task-fields.js';
import { cancelGuard } from './cancel-guard.js';

/** An at-most-once attempt was lost after it may have started: nobody knows what it did. */
export const attemptOutcomeUnknown = defineEvent(
  'AttemptOutcomeUnknown',
  1,
  z.object({ ...attemptFields, reason: z.string() }),
  {
    evolve: (run, data) => {
      const { task } = taskOf(run, data.task);
      task.attemptState = 'unknown';
      releaseAttempt(run, task);
    },
    react: cancelGuard,
  },
);
