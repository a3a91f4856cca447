import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { taskOf } from '../state.js';
import { taskField } from '../task-fields.js';

/** The task run waits for a person: its attempt was lost and must not be repeated by itself. */
export const taskHeld = defineEvent('TaskHeld', 1, z.object({ ...taskField, reason: z.string() }), {
  evolve: (run, data) => {
    taskOf(run, data.task).task.state = 'held';
  },
});
