import { z } from 'zod';
import { json, time } from './common.js';

/** What a worker measured of its machine, or of the part of it that it may use. */
const workerLoad = z.object({
  cpu: z.number().min(0).max(1).optional().describe('busy share of the cores that it may use, 0 to 1'),
  memoryUsed: z.number().min(0).optional().describe('bytes of memory that are not to be had any more'),
  memoryTotal: z.number().min(0).optional().describe('bytes of memory that it could have at all'),
  diskFree: z.number().min(0).optional().describe('bytes that it may still write to the disk of its folder'),
  diskTotal: z.number().min(0).optional().describe('size of that disk in bytes'),
});

/** A worker as its last heartbeat told. */
export const worker = z.object({
  worker: z.string(),
  incarnation: z.string(),
  groups: z.array(z.string()),
  slots: z.int(),
  lightSlots: z.int(),
  busy: z.int(),
  state: z.enum(['ready', 'draining', 'gone']),
  guard: z.string().describe('what ends its attempts when it cannot: pid-namespace, cgroup or process-group'),
  startedAt: time,
  heardAt: time.describe('when the log took its last heartbeat'),
  load: workerLoad
    .optional()
    .describe('of its last sample; what could not be measured is left out, all of it before the first'),
  score: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe(
      'how well it is placed to take one more attempt, 0 to 100, the more the better: free slots 40, cpu 30, memory 20, disk 10; what is not known counts as half. Only of a worker that is ready',
    ),
  overloaded: z
    .array(z.enum(['cpu', 'memory', 'diskFree']))
    .optional()
    .describe(
      'what it has too little of: without memory or disk it begins no attempts with processes, on a full cpu one at a time; left out when there is nothing',
    ),
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
  status: z.enum(['ok', 'starting', 'unready']),
  stale: z.literal(true).optional().describe('commands are taken, but what is read may lag behind'),
});
export const started = z.object({ status: z.enum(['ok', 'starting']) });
export const openApiDocument = z.record(z.string(), json);

export type WorkerItem = z.infer<typeof worker>;
export type Started = z.infer<typeof started>;
export type Ready = z.infer<typeof ready>;
export type Health = z.infer<typeof health>;
