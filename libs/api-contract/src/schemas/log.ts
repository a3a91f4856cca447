import { z } from 'zod';
import { queryInteger, time } from './common.js';

/** Lines that one page may have. */
export const LOG_PAGE_MAX = 1000;

export const logLine = z.object({
  line: z.int().describe('number in the attempt, from 1'),
  at: time,
  stream: z.enum(['stdout', 'stderr', 'system']),
  text: z.string(),
});

export const logPage = z.object({
  lines: z.array(logLine),
  first: z.int(),
  next: z.int().describe('`from` of the next page'),
  total: z.int().describe('lines so far'),
  complete: z.boolean().describe('the attempt writes no more, and all of it is here'),
});

export const logQuery = z
  .strictObject({
    from: queryInteger(1, Number.MAX_SAFE_INTEGER).optional().describe('number of the first line, default 1'),
    limit: queryInteger(1, LOG_PAGE_MAX).optional().describe(`lines at most, default ${LOG_PAGE_MAX}`),
    tail: queryInteger(1, LOG_PAGE_MAX).optional().describe('the last lines instead; not with `from`'),
  })
  .refine((query) => query.tail === undefined || query.from === undefined, {
    error: 'give `from` or `tail`, not both',
    path: ['tail'],
  });

export type LogLineItem = z.infer<typeof logLine>;
export type LogPageAnswer = z.infer<typeof logPage>;
