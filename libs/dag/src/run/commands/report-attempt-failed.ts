import { z } from 'zod';
import { afterFailure } from '../after-attempt.js';
import { currentAttempt } from '../current-attempt.js';
import { defineCommand } from '../define-command.js';
import { attemptFailed } from '../events/attempt-failed.js';
import { isRejection } from '../rejection.js';
import { endFields, errorFields } from '../task-fields.js';
import { reportFields } from './attempt-fields.js';

const schema = z.object({
  ...reportFields,
  ...endFields,
  ...errorFields,
  retryable: z.boolean().default(true).describe('false: another attempt would fail the same way'),
});

/** The attempt failed: it is tried again as `retry` says, or the task run fails for good. */
export const reportAttemptFailed = defineCommand('ReportAttemptFailed', schema, (run, data, meta) => {
  const current = currentAttempt(run, data);
  if (isRejection(current)) return current;
  const { incarnation: _incarnation, retryable, ...event } = data;
  return [attemptFailed(event), ...afterFailure(current, 'failed', { ...event, retryable }, meta.now)];
});
