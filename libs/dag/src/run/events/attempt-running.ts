import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { taskOf } from '../state.js';
import { attemptFields } from '../task-fields.js';

/** Worker's own grace of 10 s for TERM, and 15 s for its report, before the master sends a kill (workflow-format §3). */
const OVERDUE_AFTER_MS = 25_000;

/** The attempt has started. Its overdue guard runs from here when the task has a time-out. */
export const attemptRunning = defineEvent('AttemptRunning', 1, z.object(attemptFields), {
  evolve: (run, data, at) => {
    const { node, task } = taskOf(run, data.task);
    task.state = 'running';
    task.attemptState = 'running';
    const { timeoutMs } = node.definition;
    if (timeoutMs !== undefined) task.dueIn = at - run.startedAt + timeoutMs + OVERDUE_AFTER_MS;
  },
  react: (run, data) => {
    const { node, task } = taskOf(run, data.task);
    return task.dueIn === 0
      ? []
      : [{ effect: 'StartTimer', task: node.index, dueAt: run.startedAt + task.dueIn }];
  },
});
