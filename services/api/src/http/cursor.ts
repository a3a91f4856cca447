import type { z } from 'zod';
import { ApiProblem } from './api-problem.js';

/** Makes the place where the next page of a list begins into opaque text. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place that a cursor names; undefined without one. Throws INVALID_CURSOR for text that is none of ours. */
export function decodeCursor<S extends z.ZodType>(
  schema: S,
  cursor: string | undefined,
): z.infer<S> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(read(cursor));
  if (parsed.success) return parsed.data;
  throw new ApiProblem(400, 'INVALID_CURSOR', 'The cursor is not from this list: begin again without one.');
}

function read(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
}
