import { z } from 'zod';
import { afterFailure } from '../after-attempt.js';
import { currentAttempt } from '../current-attempt.js';
import { defineCommand } from '../define-command.js';
import { attemptFailed } from '../events/attempt-failed.js';
import { attemptKilled } from '../events/attempt-killed.js';
import { taskKilled } from '../events/task-killed.js';
import { isRejection } from '../rejection.js';
import { endFields, endOf } from '../task-fields.js';
import { timeOut } from '../time-out.js';
import { reportFields } from './attempt-fields.js';

const schema = z.object({ ...reportFields, ...endFields });

/** The worker ended the attempt because it was told to. */
export const reportAttemptKilled = defineCommand('ReportAttemptKilled', schema, (run, data, meta) => {
  const current = currentAttempt(run, data);
  if (isRejection(current)) return current;
  const { task, attempt } = data;
  const end = endOf(data);
  // Not the phase: clean-up that starts while the run is failing may be overdue, or killed unasked, like any other.
  if (current.task.killAsked) return [attemptKilled({ task, attempt, ...end }), taskKilled({ task })];
  if (current.task.overdue) return timeOut(current, data, meta.now);
  const error = {
    code: 'KILLED_UNASKED',
    message: 'The attempt was killed, and its run had not asked for that.',
  };
  return [
    attemptFailed({ task, attempt, ...end, ...error }),
    ...afterFailure(current, 'failed', { ...error, retryable: true }, meta.now),
  ];
});
