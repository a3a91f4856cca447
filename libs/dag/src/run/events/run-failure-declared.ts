import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { stopActive } from '../stop-active.js';

const schema = z.object({
  because: z.enum(['task-failed', 'timed-out']),
  task: z.string().optional().describe('the task whose failure it was'),
});

/** The run ends early as failed: what runs is killed, only clean-up (`always`) still starts. */
export const runFailureDeclared = defineEvent('RunFailureDeclared', 1, schema, {
  evolve: (run, data) => {
    run.phase = 'failing';
    run.sweep = 0;
    run.endingBecause = data.task ?? data.because;
  },
  react: (run) => stopActive(run, 'run-failing'),
});
