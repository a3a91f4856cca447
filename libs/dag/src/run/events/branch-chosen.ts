import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { unchosenSuccessors } from '../branches.js';
import { endTask } from '../settle.js';
import { taskOf } from '../state.js';
import { taskField } from '../task-fields.js';

const schema = z.object({
  ...taskField,
  branch: z
    .union([z.int().min(0), z.enum(['else', 'none', 'success', 'failure'])])
    .describe('index of the case that was true, or the list that was taken'),
});

export type Branch = z.infer<typeof schema>['branch'];

/** A switch or conditions task succeeded; successors it names but did not choose see it as a skipped need. */
export const branchChosen = defineEvent('BranchChosen', 1, schema, {
  evolve: (run, data) => {
    const { node } = taskOf(run, data.task);
    endTask(run, node.index, 'succeeded', unchosenSuccessors(run.graph, node, data.branch));
  },
});
