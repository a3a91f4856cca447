import { z } from 'zod';

/** The section `logging`: what the service writes about itself. */
export function loggingConfig() {
  return z.strictObject({
    level: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('The least important lines that are still written.'),
  });
}
