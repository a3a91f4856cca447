import { z } from 'zod';
import { defineCommand } from '../define-command.js';
import { runFailureDeclared } from '../events/run-failure-declared.js';
import { reject } from '../rejection.js';

const reasons = z.enum(['internal', 'too-large']);

const schema = z.object({
  because: reasons.describe('a decision on the run threw; its record would be too large'),
});

/** Why a run cannot go on as it should. */
export type FailRunReason = z.infer<typeof reasons>;

/** Internal: the run cannot go on as it should (L45). Rejects UNKNOWN_RUN, ALREADY_DONE. */
export const failRun = defineCommand('FailRun', schema, (run, { because }) => {
  if (!run) return reject('UNKNOWN_RUN', 'Could not fail the run: it is not active here.');
  if (run.phase !== 'running' && run.phase !== 'pausing' && run.phase !== 'paused')
    return reject('ALREADY_DONE', `Run ${run.id} is ${run.phase} already.`);
  return [runFailureDeclared({ because })];
});
