import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { taskOf } from '../state.js';
import { attemptFields } from '../task-fields.js';

const schema = z.object({
  ...attemptFields,
  worker: z.string(),
  incarnation: z.string().describe('of the worker process; a repeat goes to the same one, always (L34)'),
});

/** The attempt belongs to this worker process from now on. */
export const taskDispatched = defineEvent('TaskDispatched', 1, schema, {
  evolve: (run, data) => {
    const { task } = taskOf(run, data.task);
    task.state = 'dispatched';
    task.attempt = data.attempt;
    task.attemptState = 'dispatched';
    task.worker = { worker: data.worker, incarnation: data.incarnation };
    run.active += 1;
  },
  react: (run, data) => [{ effect: 'DispatchTask', task: taskOf(run, data.task).node.index }],
});
