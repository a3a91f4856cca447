import { z } from 'zod';

/** Who asked for it, and why. */
export const personFields = {
  by: z.string().max(256).optional().describe('who asked'),
  reason: z.string().max(1024).optional(),
};
