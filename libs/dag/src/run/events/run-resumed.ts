import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import type { Effect } from '../effects.js';
import { RUN_TIMEOUT } from '../effects.js';
import { personFields } from '../person-fields.js';
import { queuedTasks } from '../queued-tasks.js';

const schema = z.object({ ...personFields, timeoutAt: z.int().optional() });

/** The run goes on; what became ready meanwhile is offered now. */
export const runResumed = defineEvent('RunResumed', 1, schema, {
  evolve: (run, data) => {
    run.phase = 'running';
    run.timeoutLeft = 0;
    if (data.timeoutAt !== undefined) run.timeoutIn = Math.max(1, data.timeoutAt - run.startedAt);
    run.candidates.push(...queuedTasks(run, true));
  },
  react: (run, data): readonly Effect[] => [
    ...queuedTasks(run, false).map((task): Effect => ({ effect: 'OfferTask', task })),
    ...(data.timeoutAt === undefined
      ? []
      : [{ effect: 'StartTimer', task: RUN_TIMEOUT, dueAt: data.timeoutAt } as const]),
  ],
});
