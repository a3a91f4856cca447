import { z } from 'zod';
import { defineCommand } from '../define-command.js';
import { runPauseRequested } from '../events/run-pause-requested.js';
import { isRunEnded } from '../lifecycle.js';
import { personFields } from '../person-fields.js';
import { reject } from '../rejection.js';

/** Starts nothing more; the run is paused when nothing runs. Rejects UNKNOWN_RUN, RUN_ENDED, ALREADY_DONE, NOT_RUNNING. */
export const pauseRun = defineCommand('PauseRun', z.object(personFields), (run, data) => {
  if (!run) return reject('UNKNOWN_RUN', 'Could not pause the run: it is not active.');
  if (isRunEnded(run.phase)) return reject('RUN_ENDED', `Could not pause run ${run.id}: it is ${run.phase}.`);
  if (run.phase === 'pausing' || run.phase === 'paused') {
    return reject('ALREADY_DONE', `Run ${run.id} is ${run.phase} already.`);
  }
  if (run.phase !== 'running') {
    return reject('NOT_RUNNING', `Could not pause run ${run.id}: it is ${run.phase}, expected running.`);
  }
  return [runPauseRequested(data)];
});
