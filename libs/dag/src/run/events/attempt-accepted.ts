import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { taskOf } from '../state.js';
import { attemptFields } from '../task-fields.js';

/** The worker has the attempt and will run it when it has a slot. */
export const attemptAccepted = defineEvent('AttemptAccepted', 1, z.object(attemptFields), {
  evolve: (run, data) => {
    taskOf(run, data.task).task.attemptState = 'accepted';
  },
});
