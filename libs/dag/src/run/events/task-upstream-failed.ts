import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { endTask } from '../settle.js';
import { taskOf } from '../state.js';
import { taskField } from '../task-fields.js';

/** The task run ended without running because of a failed need. */
export const taskUpstreamFailed = defineEvent('TaskUpstreamFailed', 1, z.object(taskField), {
  evolve: (run, data) => {
    endTask(run, taskOf(run, data.task).node.index, 'upstream-failed');
  },
});
