import { z } from 'zod';
import { afterFailure } from '../after-attempt.js';
import { checkOutputs } from '../check-outputs.js';
import { currentAttempt } from '../current-attempt.js';
import { defineCommand } from '../define-command.js';
import { encodedValues } from '../encoded-values.js';
import { attemptFailed } from '../events/attempt-failed.js';
import { attemptSucceeded } from '../events/attempt-succeeded.js';
import { isRejection } from '../rejection.js';
import { endFields, endOf } from '../task-fields.js';
import { reportFields } from './attempt-fields.js';

const schema = z.object({ ...reportFields, ...endFields, outputs: encodedValues.optional() });

/** The attempt did its work. It has failed all the same where its outputs are not what the task declares. */
export const reportAttemptSucceeded = defineCommand('ReportAttemptSucceeded', schema, (run, data, meta) => {
  const current = currentAttempt(run, data);
  if (isRejection(current)) return current;
  const { task, attempt } = data;
  const end = endOf(data);
  const checked = checkOutputs(current, data.outputs);
  if (checked.ok) {
    const { outputs, bytes } = checked;
    return [attemptSucceeded({ task, attempt, ...end, ...(bytes === 0 ? {} : { outputs, bytes }) })];
  }
  const error = {
    code: checked.code,
    message: checked.message,
    retryable: checked.code !== 'OUTPUTS_TOO_LARGE',
  };
  return [
    attemptFailed({ task, attempt, ...end, code: error.code, message: error.message }),
    ...afterFailure(current, 'failed', error, meta.now),
  ];
});
