import { z } from 'zod';
import { defineCommand } from '../define-command.js';
import { runStopRequested } from '../events/run-stop-requested.js';
import { isRunEnded } from '../lifecycle.js';
import { personFields } from '../person-fields.js';
import { reject } from '../rejection.js';

/** Ends the run: kills what runs, starts nothing. Rejects UNKNOWN_RUN, RUN_ENDED, ALREADY_DONE. */
export const stopRun = defineCommand('StopRun', z.object(personFields), (run, data) => {
  if (!run) return reject('UNKNOWN_RUN', 'Could not stop the run: it is not active.');
  if (isRunEnded(run.phase)) return reject('RUN_ENDED', `Could not stop run ${run.id}: it is ${run.phase}.`);
  if (run.phase === 'stopping') return reject('ALREADY_DONE', `Run ${run.id} is stopping already.`);
  return [runStopRequested(data)];
});
