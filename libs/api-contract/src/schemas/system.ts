import { z } from 'zod';
import { json, time } from './common.js';

/** A worker as its last heartbeat told. */
export const worker = z.object({
  worker: z.string(),
  incarnation: z.string(),
  groups: z.array(z.string()),
  slots: z.int(),
  lightSlots: z.int(),
  busy: z.int(),
  state: z.enum(['ready', 'draining', 'gone']),
  guard: z.string().describe('how well it can end what it started'),
  startedAt: time,
  heardAt: time.describe('when the log took its last heartbeat'),
});

export const workerList = z.object({ items: z.array(worker) });

export const health = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  services: z.array(
    z.object({ name: z.string(), status: z.enum(['ok', 'degraded']), detail: z.string().optional() }),
  ),
  partitions: z.array(
    z.object({
      partition: z.int(),
      epoch: z.int().describe('of the current owner, 0 before the first claim'),
      offset: z.int().describe('that the next record gets'),
      activeRuns: z.int().optional().describe('known where the master is in the same process'),
      projected: z.int().describe('the read model holds all records below this offset'),
    }),
  ),
});

export const alive = z.object({ status: z.literal('ok') });
export const ready = z.object({
  status: z.enum(['ok', 'starting']),
  stale: z.literal(true).optional().describe('commands are taken, but what is read may lag behind'),
});
export const openApiDocument = z.record(z.string(), json);

export type WorkerItem = z.infer<typeof worker>;
export type Ready = z.infer<typeof ready>;
export type Health = z.infer<typeof health>;
