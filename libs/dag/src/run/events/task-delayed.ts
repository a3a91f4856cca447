import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { dropJudged } from '../settle.js';
import { taskOf } from '../state.js';
import { taskField } from '../task-fields.js';

/** The task is ready and waits its `delay` out. */
export const taskDelayed = defineEvent('TaskDelayed', 1, z.object({ ...taskField, dueAt: z.int() }), {
  evolve: (run, data) => {
    const { task } = taskOf(run, data.task);
    task.state = 'delayed';
    task.dueIn = data.dueAt - run.startedAt;
    dropJudged(run);
  },
  react: (run, data) => [
    { effect: 'StartTimer', task: taskOf(run, data.task).node.index, dueAt: data.dueAt },
  ],
});
