import { z } from 'zod';
import { afterFailure } from '../after-attempt.js';
import { currentAttempt } from '../current-attempt.js';
import { defineCommand } from '../define-command.js';
import { attemptFailed } from '../events/attempt-failed.js';
import { attemptKilled } from '../events/attempt-killed.js';
import { taskKilled } from '../events/task-killed.js';
import { isRejection } from '../rejection.js';
import { exitCodeField } from '../task-fields.js';
import { timeOut } from '../time-out.js';
import { reportFields } from './attempt-fields.js';

const schema = z.object({ ...reportFields, ...exitCodeField });

/** The worker ended the attempt because it was told to. */
export const reportAttemptKilled = defineCommand('ReportAttemptKilled', schema, (run, data, meta) => {
  const current = currentAttempt(run, data);
  if (isRejection(current)) return current;
  const { phase } = current.run;
  const { task, attempt } = data;
  const exit = data.exitCode === undefined ? {} : { exitCode: data.exitCode };
  // Clean-up that still starts while the run is failing has a time-out like any other attempt.
  const cleanUpOverdue =
    phase === 'failing' && current.task.overdue && current.node.definition.runIf === 'always';
  if ((phase === 'stopping' || phase === 'failing') && !cleanUpOverdue) {
    return [attemptKilled({ task, attempt, ...exit }), taskKilled({ task })];
  }
  if (current.task.overdue) return timeOut(current, data, meta.now);
  const error = {
    code: 'KILLED_UNASKED',
    message: 'The attempt was killed, and its run had not asked for that.',
  };
  return [
    attemptFailed({ task, attempt, ...exit, ...error }),
    ...afterFailure(current, 'failed', { ...error, retryable: true }, meta.now),
  ];
});
