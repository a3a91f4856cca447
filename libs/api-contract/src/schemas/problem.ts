import { z } from 'zod';

/** One thing that is wrong with a request, with its place when it has one. */
export const problemDetail = z.object({
  code: z.string(),
  message: z.string(),
  pointer: z.string().optional().describe('JSON pointer into the body'),
  line: z.int().optional(),
  column: z.int().optional(),
  param: z.string().optional().describe('name of the run parameter'),
  hint: z.string().optional().describe('what to write instead'),
});

/** Every error, as `application/problem+json` (RFC 9457). Match on `code`, never on text. */
export const problem = z.object({
  type: z.string().describe('`urn:millrace:problem:<code>`'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().describe('the path that was asked'),
  code: z.string().describe('UPPER_SNAKE, stable'),
  traceId: z.string().describe('finds the request in the log of the server'),
  errors: z.array(problemDetail),
});

export type ProblemDetail = z.infer<typeof problemDetail>;
export type Problem = z.infer<typeof problem>;
