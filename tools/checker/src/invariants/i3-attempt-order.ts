import type { Invariant } from '../invariant.js';
import { onTaskEvents } from '../seen.js';

/** Attempt 2 does not begin while attempt 1 may still do something. */
export const attemptOrder: Invariant = {
  name: 'I3',
  promise:
    'The attempts of a task run are 1, 2, 3 …, and one is dispatched only after the one before it has ended.',
  watch: ({ violated }) => ({
    event: onTaskEvents({
      TaskQueued: ({ node, task, where }, { attempt }) => {
        const expected = node.logic ? 0 : task.queued + 1;
        if (attempt !== expected) violated(where, `Attempt ${attempt} is queued, expected ${expected}.`);
        else if (task.active)
          violated(where, `Attempt ${attempt} is queued while attempt ${task.dispatched} is with a worker.`);
      },
      TaskDispatched: ({ node, task, where }, { attempt }) => {
        if (node.logic) violated(where, `A ${node.definition.type} task is dispatched to a worker.`);
        else if (attempt !== task.queued)
          violated(where, `Attempt ${attempt} is dispatched, but ${task.queued} is queued.`);
        else if (task.active) {
          violated(
            where,
            `Attempt ${attempt} is dispatched while attempt ${task.dispatched} is with a worker.`,
          );
        } else if (attempt !== task.dispatched + 1) {
          violated(where, `Attempt ${attempt} is dispatched after attempt ${task.dispatched}.`);
        }
      },
    }),
  }),
};
