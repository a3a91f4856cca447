import { z } from 'zod';
import { defineCommand } from '../define-command.js';
import { runResumed } from '../events/run-resumed.js';
import { isRunEnded } from '../lifecycle.js';
import { personFields } from '../person-fields.js';
import { reject } from '../rejection.js';

/** Goes on with a paused run. Rejects UNKNOWN_RUN, RUN_ENDED, ALREADY_DONE, NOT_PAUSED. */
export const resumeRun = defineCommand('ResumeRun', z.object(personFields), (run, data, meta) => {
  if (!run) return reject('UNKNOWN_RUN', 'Could not resume the run: it is not active.');
  if (isRunEnded(run.phase))
    return reject('RUN_ENDED', `Could not resume run ${run.id}: it is ${run.phase}.`);
  if (run.phase === 'running') return reject('ALREADY_DONE', `Run ${run.id} is running already.`);
  if (run.phase !== 'pausing' && run.phase !== 'paused') {
    return reject('NOT_PAUSED', `Could not resume run ${run.id}: it is ${run.phase}, expected paused.`);
  }
  return [runResumed(run.timeoutLeft === 0 ? data : { ...data, timeoutAt: meta.now + run.timeoutLeft })];
});
