import { z } from 'zod';

/** How far the read model follows the log. */
export const projectionStatus = z.object({
  stale: z.boolean().describe('what is read may lag behind for long'),
  reason: z.string().optional().describe('why it is stale'),
  lag: z.int().describe('records of the log that are not in the read model yet'),
  partitions: z.array(
    z.object({
      partition: z.int(),
      offset: z.int().describe('that the next record of the log gets'),
      projected: z.int().describe('the read model holds all records below this offset'),
      lag: z.int().describe('records in between'),
      rebuilt: z.int().optional().describe('while it is made anew: the new one holds all records below'),
    }),
  ),
  rebuild: z
    .object({
      state: z.enum(['running', 'done', 'failed']),
      done: z.int().optional().describe('records that are in the new read model'),
      of: z.int().optional().describe('records that the log has'),
      detail: z.string().optional().describe('why it failed; the read model is as it was'),
    })
    .optional()
    .describe('the one under way, whoever does it, or the last that this process began'),
});

export type ProjectionStatus = z.infer<typeof projectionStatus>;
