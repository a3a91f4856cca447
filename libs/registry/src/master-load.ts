import { z } from 'zod';

const count = z.int().min(0);
const bytes = z.number().min(0);

/** Why task runs of a worker group wait. */
export const waitReason = z.enum([
  /** No worker of the group is alive. */
  'no-worker',
  /** Workers of the group are alive, but none of those that its policy names. */
  'no-pinned-worker',
  /** All slots are taken. */
  'no-slot',
]);

/** Task runs of one worker group that wait for a slot. */
export const groupWait = z.object({
  count,
  /** Left out where a slot is free and the next turn takes it. */
  reason: waitReason.optional(),
});

/** What a master says of itself as the `data` of its presence. */
export const masterLoad = z.object({
  /** Partitions that it owns. */
  partitions: z.array(count).readonly(),
  /** Runs of those partitions that have not ended. */
  activeRuns: count,
  /** By worker group; groups of which nothing waits are left out. */
  waiting: z.record(z.string(), groupWait),
  /** Heap that is in use, what may be collected included, in bytes. */
  heapUsed: bytes,
  /** Heap that the process may have at most, in bytes. */
  heapLimit: bytes,
  /** How late the event loop was in the last seconds, milliseconds: 99 of 100 times it was less. */
  loopDelay: z.number().min(0),
  /** Measures for which it takes no commands at present; left out when there are none. */
  overloaded: z
    .array(z.enum(['heap', 'loopDelay']))
    .readonly()
    .optional(),
  /** Epoch milliseconds of the master's clock; shown, never compared. */
  startedAt: count,
});

export type WaitReason = z.infer<typeof waitReason>;
export type GroupWait = Readonly<z.infer<typeof groupWait>>;
export type MasterLoad = Readonly<z.infer<typeof masterLoad>>;
