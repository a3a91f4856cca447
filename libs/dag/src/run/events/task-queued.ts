import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { dropJudged, isPausing } from '../settle.js';
import { taskOf } from '../state.js';
import { attemptFields } from '../task-fields.js';

/** The task is ready for a worker; its next attempt has this number (0 for a logic task, which has no attempts). */
export const taskQueued = defineEvent('TaskQueued', 1, z.object(attemptFields), {
  evolve: (run, data, at) => {
    const { node, task } = taskOf(run, data.task);
    task.state = 'queued';
    task.attempt = data.attempt;
    task.attemptState = undefined;
    task.killAsked = false;
    task.dispatchOffset = 0;
    task.dueIn = 0;
    task.queuedIn = at - run.startedAt;
    if (node.logic && !isPausing(run)) run.candidates.push(node.index);
    dropJudged(run);
  },
  react: (run, data) => {
    const { node } = taskOf(run, data.task);
    return node.logic || isPausing(run) ? [] : [{ effect: 'OfferTask', task: node.index }];
  },
});
