import { z } from 'zod';
import { currentAttempt } from '../current-attempt.js';
import { defineCommand } from '../define-command.js';
import { attemptRunning } from '../events/attempt-running.js';
import { isRejection, reject } from '../rejection.js';
import { reportFields } from './attempt-fields.js';

/** A worker has started the attempt. Counts without `accepted` before it. */
export const reportAttemptRunning = defineCommand(
  'ReportAttemptRunning',
  z.object(reportFields),
  (run, data) => {
    const current = currentAttempt(run, data);
    if (isRejection(current)) return current;
    if (current.task.attemptState === 'running') {
      return reject('DUPLICATE_REPORT', `Attempt ${data.attempt} of '${data.task}' is running already.`);
    }
    return [attemptRunning({ task: data.task, attempt: data.attempt })];
  },
);
