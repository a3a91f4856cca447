import { z } from 'zod';
import { afterLoss } from '../after-attempt.js';
import { currentAttempt } from '../current-attempt.js';
import { defineCommand } from '../define-command.js';
import { attemptLost } from '../events/attempt-lost.js';
import { attemptOutcomeUnknown } from '../events/attempt-outcome-unknown.js';
import { isRejection } from '../rejection.js';
import { reportFields } from './attempt-fields.js';

const schema = z.object({
  ...reportFields,
  reason: z.string().describe('why: worker-lost, drained …'),
  proven: z.boolean().default(false).describe('nothing of the attempt runs any more: no grace is needed'),
});

/** The worker process is lost, or gave the attempt up. An at-most-once attempt is never tried again (L35). */
export const reportAttemptLost = defineCommand('ReportAttemptLost', schema, (run, data, meta) => {
  const current = currentAttempt(run, data);
  if (isRejection(current)) return current;
  const { task, attempt, reason } = data;
  const unknown = current.node.definition.delivery === 'at-most-once';
  const lost = unknown
    ? attemptOutcomeUnknown({ task, attempt, reason })
    : attemptLost({ task, attempt, reason });
  return [lost, ...afterLoss(current, data.proven, meta.now)];
});
