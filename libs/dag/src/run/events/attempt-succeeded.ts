import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { encodedValues } from '../encoded-values.js';
import { endTask, releaseAttempt } from '../settle.js';
import { taskOf } from '../state.js';
import { attemptFields, endFields } from '../task-fields.js';
import { cancelGuard } from './cancel-guard.js';

const schema = z.object({
  ...attemptFields,
  ...endFields,
  outputs: encodedValues.optional(),
  bytes: z.int().optional().describe('encoded size of the outputs'),
});

/** The attempt succeeded, and with it its task run. */
export const attemptSucceeded = defineEvent('AttemptSucceeded', 1, schema, {
  evolve: (run, data) => {
    const { node, task } = taskOf(run, data.task);
    task.attemptState = 'succeeded';
    task.outputs = data.outputs;
    run.outputBytes += data.bytes ?? 0;
    releaseAttempt(run, task);
    endTask(run, node.index, 'succeeded');
  },
  react: cancelGuard,
});
