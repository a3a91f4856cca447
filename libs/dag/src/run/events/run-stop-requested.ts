import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { cancelRunTimeout } from '../end-run.js';
import { personFields } from '../person-fields.js';
import { askKills, pendingKills } from '../pending-kills.js';

/** A person ends the run: what runs is killed, nothing starts any more. */
export const runStopRequested = defineEvent('RunStopRequested', 1, z.object(personFields), {
  evolve: (run, data) => {
    run.phase = 'stopping';
    run.sweep = 0;
    run.timeoutIn = 0;
    run.endingBecause = data.reason;
    askKills(run);
  },
  react: (run) => [...cancelRunTimeout(run), ...pendingKills(run)],
});
