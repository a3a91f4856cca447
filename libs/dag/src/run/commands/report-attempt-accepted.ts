import { z } from 'zod';
import { currentAttempt } from '../current-attempt.js';
import { defineCommand } from '../define-command.js';
import { attemptAccepted } from '../events/attempt-accepted.js';
import { isRejection, reject } from '../rejection.js';
import { reportFields } from './attempt-fields.js';

/** A worker has taken the attempt. */
export const reportAttemptAccepted = defineCommand(
  'ReportAttemptAccepted',
  z.object(reportFields),
  (run, data) => {
    const current = currentAttempt(run, data);
    if (isRejection(current)) return current;
    if (current.task.attemptState !== 'dispatched') {
      return reject(
        'DUPLICATE_REPORT',
        `Attempt ${data.attempt} of '${data.task}' is ${current.task.attemptState} already.`,
      );
    }
    return [attemptAccepted({ task: data.task, attempt: data.attempt })];
  },
);
