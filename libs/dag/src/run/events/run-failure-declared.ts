import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import type { Effect } from '../effects.js';
import { cancelRunTimeout } from '../end-run.js';
import { queuedTasks } from '../queued-tasks.js';
import type { RunState } from '../state.js';
import { taskAt } from '../state.js';
import { askKills, pendingKills } from '../pending-kills.js';

const schema = z.object({
  because: z.enum(['task-failed', 'timed-out', 'internal', 'too-large']),
  task: z.string().optional().describe('the task whose failure it was'),
});

/** The run ends early as failed: what runs is killed, only clean-up (`always`) still starts. */
export const runFailureDeclared = defineEvent('RunFailureDeclared', 1, schema, {
  evolve: (run, data) => {
    run.phase = 'failing';
    run.sweep = 0;
    run.timeoutIn = 0;
    run.endingBecause = data.task ?? data.because;
    // A pause may have kept clean-up queued: it is taken up again, the rest is swept.
    run.candidates.push(...queuedTasks(run, true));
    askKills(run);
  },
  react: (run) => [...cancelRunTimeout(run), ...pendingKills(run), ...offerCleanUp(run)],
});

function offerCleanUp(run: RunState): readonly Effect[] {
  return queuedTasks(run, false)
    .filter((task) => taskAt(run, task).node.definition.runIf === 'always')
    .map((task) => ({ effect: 'OfferTask', task }));
}
