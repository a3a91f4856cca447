import { z } from 'zod';
import { defineCommand } from '../define-command.js';
import { reject } from '../rejection.js';

/** Internal: a decision was too large for one record; what still follows by itself is decided now (L44). */
export const continueRun = defineCommand('ContinueRun', z.object({}), (run) =>
  run ? [] : reject('UNKNOWN_RUN', 'Could not continue the run: it is not active here.'),
);
