import { z } from 'zod';
import { position, runId, stale, time } from './common.js';
import { problemDetail } from './problem.js';

/** Id of a command: a UUID, or the hash that an `Idempotency-Key` stands for. */
export const commandId = z.string().regex(/^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/);

export const commandQuery = z.strictObject({
  position: position.describe('of the command, as the answer to it said'),
});

/** What became of a command: `pending` as long as it is not decided, or the read model does not know. */
export const commandOutcome = z.object({
  commandId: z.string(),
  type: z.string().describe('StartRun, StopRun …'),
  run: runId
    .optional()
    .describe('that it starts or is for; none when a start was rejected or repeats one that was sent before'),
  position: position.describe('of the command'),
  state: z.enum(['pending', 'accepted', 'rejected']),
  duplicate: z.literal(true).optional().describe('the same command was sent before: this is its outcome'),
  rejected: z
    .object({ code: z.string(), message: z.string(), errors: z.array(problemDetail), at: time })
    .optional(),
  stale,
});

export type CommandOutcome = z.infer<typeof commandOutcome>;
