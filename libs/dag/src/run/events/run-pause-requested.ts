import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { personFields } from '../person-fields.js';
import { dropJudged } from '../settle.js';

/** Nothing new starts; what runs may end. */
export const runPauseRequested = defineEvent('RunPauseRequested', 1, z.object(personFields), {
  evolve: (run) => {
    run.phase = 'pausing';
    dropJudged(run);
  },
});
