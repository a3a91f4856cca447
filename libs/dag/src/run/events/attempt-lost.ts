import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { releaseAttempt } from '../settle.js';
import { taskOf } from '../state.js';
import { attemptFields } from '../task-fields.js';
import { cancelGuard } from './cancel-guard.js';

/** The worker process that had the attempt is gone, or gave it up while draining. */
export const attemptLost = defineEvent('AttemptLost', 1, z.object({ ...attemptFields, reason: z.string() }), {
  evolve: (run, data) => {
    const { task } = taskOf(run, data.task);
    task.attemptState = 'lost';
    releaseAttempt(run, task);
  },
  react: cancelGuard,
});
