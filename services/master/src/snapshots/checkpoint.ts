import type { MailSnapshot } from '@millrace/events';
import { z } from 'zod';

const offset = z.int().min(0);

/** What a checkpoint says of its partition at `fold.next` (L26). */
export const checkpoint = z.object({
  fold: z.object({ logId: z.string(), epoch: z.int(), nonce: z.string(), seq: z.int(), next: offset }),
  positions: z.object({ commands: offset, 'task-status': offset, mailbox: offset }),
  lastNow: z.int(),
  doneTo: offset,
  open: z.array(offset).describe('records below fold.next whose replies the log may not have'),
  lost: z
    .array(z.tuple([z.string(), z.string(), z.boolean()]))
    .describe('incarnation, worker, and whether it is known to be dead'),
  mail: z.object({
    sent: z.array(z.tuple([z.int(), z.int()])),
    received: z.array(z.tuple([z.int(), z.int()])),
    unacked: z.array(z.object({ to: z.int(), mseq: z.int(), command: z.string() })),
  }),
  parked: z.array(z.object({ key: z.string(), command: z.string(), until: z.int() })),
  live: z.int().describe('live runs at fold.next: a set with another number of slices is not complete (L29)'),
  dedupParts: z.int().describe('parts of the dedup index in this set'),
  dedupFrom: z.int().optional().describe('oldest hour that is remembered: parts of older ones are forgotten'),
});

/** What an owner states; read back it is checked by the schema. */
export interface Checkpoint extends Omit<z.infer<typeof checkpoint>, 'lost' | 'mail'> {
  readonly lost: readonly (readonly [incarnation: string, worker: string, proven: boolean])[];
  readonly mail: MailSnapshot;
}

/** A part of the dedup index: hour, then packed entries. */
export const dedupPart = z.tuple([z.int(), z.string()]);
