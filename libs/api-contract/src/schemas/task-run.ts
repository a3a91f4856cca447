import { z } from 'zod';
import { jsonRecord, stale, time } from './common.js';
import { attemptState, taskRunState } from './words.js';

export const taskError = z.object({
  code: z.string(),
  message: z.string(),
  logTail: z.array(z.string()).optional().describe('the last lines of its log'),
});

export const attempt = z.object({
  number: z.int().min(1),
  state: attemptState,
  worker: z.string(),
  dispatchedAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  exitCode: z.int().optional(),
  error: taskError.optional(),
  stale,
});

export const taskRun = z.object({
  task: z.string(),
  type: z.string(),
  state: taskRunState,
  allowed: z.boolean().describe('it failed, and that counts as success'),
  reason: z.string().optional(),
  error: taskError.optional(),
  attempt: z.int().describe('number of the current attempt, 0 before the first'),
  outputs: jsonRecord,
  queuedAt: time.nullable(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  attempts: z.array(attempt),
  stale,
});

export const taskRunList = z.object({ items: z.array(taskRun), stale });

export type Attempt = z.infer<typeof attempt>;
export type TaskRunItem = z.infer<typeof taskRun>;
