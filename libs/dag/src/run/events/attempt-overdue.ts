import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { taskOf } from '../state.js';
import { attemptFields } from '../task-fields.js';

/** The worker has not ended an attempt that is past its time-out: it is told to. */
export const attemptOverdue = defineEvent('AttemptOverdue', 1, z.object(attemptFields), {
  evolve: (run, data) => {
    const { task } = taskOf(run, data.task);
    task.overdue = true;
    task.dueIn = 0;
  },
  react: (run, data) => {
    const { node, task } = taskOf(run, data.task);
    return task.worker
      ? [
          {
            effect: 'StopTask',
            task: node.index,
            attempt: data.attempt,
            worker: task.worker,
            cause: 'overdue',
          },
        ]
      : [];
  },
});
