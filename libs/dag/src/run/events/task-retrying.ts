import { z } from 'zod';
import { RETRY_CAUSES } from '../../definition/workflow-definition.js';
import { defineEvent } from '../define-event.js';
import { taskOf } from '../state.js';
import { taskField } from '../task-fields.js';

const schema = z.object({
  ...taskField,
  dueAt: z.int(),
  cause: z.enum(RETRY_CAUSES),
  counts: z
    .boolean()
    .describe('it uses up one of retry.max; a lost worker does not, unless retry.on names it'),
});

/** Another attempt will be queued at `dueAt`. */
export const taskRetrying = defineEvent('TaskRetrying', 1, schema, {
  evolve: (run, data) => {
    const { task } = taskOf(run, data.task);
    task.state = 'retrying';
    task.dueIn = Math.max(1, data.dueAt - run.startedAt);
    if (data.counts) task.retries += 1;
    else task.lost += 1;
  },
  // Due at once: TaskQueued follows in the same record, a timer would outlive it.
  react: (run, data, at) =>
    data.dueAt > at
      ? [{ effect: 'StartTimer', task: taskOf(run, data.task).node.index, dueAt: data.dueAt }]
      : [],
});
