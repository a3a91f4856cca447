import { z } from 'zod';
import {
  anyTime,
  json,
  jsonRecord,
  labels,
  pageOf,
  pageQuery,
  position,
  queryInteger,
  runId,
  slug,
  stale,
  time,
} from './common.js';
import { RUN_STATES, priority, runState } from './words.js';

/** Runs that one batch may start. */
export const BATCH_MAX = 1000;

export const run = z.object({
  id: runId,
  project: slug,
  workflow: slug,
  version: z.int(),
  definition: z.string().describe('hash of the definition'),
  state: runState,
  round: z.int(),
  params: jsonRecord,
  labels,
  trigger: z.string(),
  priority,
  logicalDate: time.describe('the time the run is for'),
  startedAt: time,
  endedAt: time.nullable(),
  because: z.string().optional().describe('the task or the limit that ended it'),
  reason: z.string().optional().describe('what the person who stopped or paused it said'),
  counts: z.record(z.string(), z.int()).describe('task runs by state'),
  position: position.describe('of the last record that changed it'),
  stale,
});

export const runList = pageOf(run);

export const runListQuery = z.strictObject({
  ...pageQuery,
  project: slug.optional(),
  workflow: slug.optional(),
  state: z
    .union([runState, z.array(runState).max(10)], { error: `must be one of ${RUN_STATES.join(', ')}` })
    .optional()
    .describe('may be repeated'),
  startedAfter: anyTime.optional(),
  startedBefore: anyTime.optional(),
});

/** One start, alone or in a batch. */
export const startRun = z.strictObject({
  params: jsonRecord.optional().describe('null: not given, the default holds'),
  version: z.int().min(1).optional().describe('default: the newest'),
  labels: labels.optional(),
  priority: priority.optional(),
  logicalDate: anyTime.optional().describe('default: the start'),
  trigger: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
    .optional()
    .describe('what started it, default api'),
});

export const startBatch = z.strictObject({ runs: z.array(startRun).min(1).max(BATCH_MAX) });

export const changeRun = z.strictObject({ reason: z.string().max(1024).optional() });

/** The answer to a command: `pending` as long as its outcome is not known. */
export const commandAnswer = z.object({
  commandId: z.string(),
  run: runId,
  position,
  state: z.enum(['pending', 'accepted']),
  outcome: z
    .object({
      accepted: z.literal(true),
      duplicate: z.boolean().describe('answered before: the same outcome again'),
    })
    .optional(),
});

export const batchAnswer = z.object({
  items: z.array(
    z.object({
      commandId: z.string(),
      run: runId.optional().describe('none when it was rejected'),
      position,
      rejected: z
        .object({ code: z.string(), message: z.string() })
        .optional()
        .describe('only when the answer waited'),
    }),
  ),
  position: z.array(position).describe('the newest of each partition'),
});

/** An event of a run. `offset` is that of its record: a record may hold several events. */
export const runEvent = z.object({
  position,
  offset: z.int(),
  at: time,
  type: z.string(),
  v: z.int(),
  task: z.string().optional(),
  attempt: z.int().optional(),
  data: json.describe('as it stands in the log, secret parameters masked'),
  cause: z.object({ type: z.string(), source: z.string().optional(), id: z.string().optional() }),
});

export const runEventList = z.object({
  items: z.array(runEvent),
  next: z.int().nullable().describe('`after` of the next page; null: nothing more so far'),
  stale,
});

export const runEventQuery = z.strictObject({
  after: queryInteger(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('offset of the last event already known'),
  limit: queryInteger(1, 1000).optional().describe('events at most, default 200; a record is never split'),
});

export type Run = z.infer<typeof run>;
export type StartRun = z.infer<typeof startRun>;
export type CommandAnswer = z.infer<typeof commandAnswer>;
export type BatchAnswer = z.infer<typeof batchAnswer>;
export type RunEventItem = z.infer<typeof runEvent>;
