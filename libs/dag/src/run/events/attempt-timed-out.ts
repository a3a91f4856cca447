import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { releaseAttempt } from '../settle.js';
import { taskOf } from '../state.js';
import { attemptFields, endFields, errorFields } from '../task-fields.js';
import { cancelGuard } from './cancel-guard.js';

/** The attempt ran longer than its time-out and was ended by its worker. */
export const attemptTimedOut = defineEvent(
  'AttemptTimedOut',
  1,
  z.object({ ...attemptFields, ...endFields, ...errorFields }),
  {
    evolve: (run, data) => {
      const { task } = taskOf(run, data.task);
      task.attemptState = 'timed-out';
      releaseAttempt(run, task);
    },
    react: cancelGuard,
  },
);
