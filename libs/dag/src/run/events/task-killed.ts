import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { endTask } from '../settle.js';
import { taskOf } from '../state.js';
import { taskField } from '../task-fields.js';

/** The task run was ended because its run is ending. */
export const taskKilled = defineEvent('TaskKilled', 1, z.object(taskField), {
  evolve: (run, data) => {
    const { node } = taskOf(run, data.task);
    endTask(run, node.index, 'killed');
  },
});
