import { z } from 'zod';
import * as schemas from '../schemas/command.js';
import { API_BASE, defineRoute } from './route.js';

export const commandRoutes = {
  getCommand: defineRoute({
    name: 'getCommand',
    method: 'GET',
    path: `${API_BASE}/commands/:command`,
    tag: 'commands',
    summary:
      'Tells the outcome of a command for seven days. The `Location` of a 202 is this route with the position of the command.',
    params: z.strictObject({ command: schemas.commandId }),
    query: schemas.commandQuery,
    answer: schemas.commandOutcome,
    codes: ['UNKNOWN_COMMAND', 'INVALID_POSITION'],
  }),
} as const;
