import { z } from 'zod';
import { currentAttempt } from '../current-attempt.js';
import { defineCommand } from '../define-command.js';
import { isRejection } from '../rejection.js';
import { endFields } from '../task-fields.js';
import { timeOut } from '../time-out.js';
import { reportFields } from './attempt-fields.js';

const schema = z.object({ ...reportFields, ...endFields, logTail: z.string().optional() });

/** The worker ended the attempt at its time-out, whatever its exit code was. */
export const reportAttemptTimedOut = defineCommand('ReportAttemptTimedOut', schema, (run, data, meta) => {
  const current = currentAttempt(run, data);
  return isRejection(current) ? current : timeOut(current, data, meta.now);
});
