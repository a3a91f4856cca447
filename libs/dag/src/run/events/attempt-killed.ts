import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { releaseAttempt } from '../settle.js';
import { taskOf } from '../state.js';
import { attemptFields, endFields } from '../task-fields.js';
import { cancelGuard } from './cancel-guard.js';

/** The attempt was ended because its run is ending; never retried. */
export const attemptKilled = defineEvent('AttemptKilled', 1, z.object({ ...attemptFields, ...endFields }), {
  evolve: (run, data) => {
    const { task } = taskOf(run, data.task);
    task.attemptState = 'killed';
    releaseAttempt(run, task);
  },
  react: cancelGuard,
});
