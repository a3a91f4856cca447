import { z } from 'zod';
import { unchosenSuccessors } from '../branches.js';
import { defineEvent } from '../define-event.js';
import { endTask } from '../settle.js';
import { taskOf } from '../state.js';
import { errorFields, taskField } from '../task-fields.js';

const schema = z.object({
  ...taskField,
  code: errorFields.code,
  message: errorFields.message,
  allowed: z.boolean().describe('allowFailure: it counts as success for successors and for the run'),
});

/** The task run failed for good. */
export const taskFailed = defineEvent('TaskFailed', 1, schema, {
  evolve: (run, data) => {
    const { node, task } = taskOf(run, data.task);
    task.allowed = data.allowed;
    // An allowed failure of a logic task lets successors go on, but it has chosen none of those it names.
    const cut = data.allowed && node.logic ? unchosenSuccessors(run.graph, node, 'none') : undefined;
    endTask(run, node.index, 'failed', cut);
  },
});
