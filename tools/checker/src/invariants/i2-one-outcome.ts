import type { Invariant } from '../invariant.js';
import type { SeenTaskEvent } from '../seen.js';
import { onTaskEvents } from '../seen.js';

/** Whatever the workers report, an attempt ends once. */
export const oneOutcome: Invariant = {
  name: 'I2',
  promise: 'An attempt has at most one accepted outcome, and nothing is accepted for it afterwards.',
  watch: ({ violated }) => {
    const check = (seen: SeenTaskEvent, data: { readonly attempt: number }): void => {
      const { task, event, where } = seen;
      const { attempt } = data;
      if (attempt <= task.ended) {
        const before = attempt === task.ended ? ` with ${task.outcome}` : '';
        violated(where, `${event.type} of attempt ${attempt}, which has ended before${before}.`);
      } else if (attempt !== task.dispatched) {
        violated(where, `${event.type} of attempt ${attempt}, but the current one is ${task.dispatched}.`);
      }
    };
    return {
      event: onTaskEvents({
        AttemptAccepted: check,
        AttemptRunning: check,
        AttemptOverdue: check,
        AttemptSucceeded: check,
        AttemptFailed: check,
        AttemptTimedOut: check,
        AttemptKilled: check,
        AttemptLost: check,
        AttemptOutcomeUnknown: check,
      }),
    };
  },
};
