import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { releaseAttempt } from '../settle.js';
import { taskOf } from '../state.js';
import { attemptFields, endFields, errorFields } from '../task-fields.js';
import { cancelGuard } from './cancel-guard.js';

/** The attempt failed; what becomes of the task run is the next event. */
export const attemptFailed = defineEvent(
  'AttemptFailed',
  1,
  z.object({ ...attemptFields, ...endFields, ...errorFields }),
  {
    evolve: (run, data) => {
      const { task } = taskOf(run, data.task);
      task.attemptState = 'failed';
      releaseAttempt(run, task);
    },
    react: cancelGuard,
  },
);
