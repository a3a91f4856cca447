import type { z } from 'zod';
import { ApiProblem } from './api-problem.js';

/** Makes the place where the next page of a list begins into opaque text; `list` is the path of the list. */
export function encodeCursor(list: string, place: unknown): string {
  return Buffer.from(JSON.stringify({ list, place })).toString('base64url');
}

/** The place that a cursor names; undefined without one. Throws INVALID_CURSOR for one that this list has not given. */
export function decodeCursor<S extends z.ZodType>(
  list: string,
  schema: S,
  cursor: string | undefined,
): z.infer<S> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(placeIn(list, read(cursor)));
  if (parsed.success) return parsed.data;
  throw new ApiProblem(400, 'INVALID_CURSOR', 'The cursor is not from this list: begin again without one.');
}

function placeIn(list: string, cursor: unknown): unknown {
  const given = typeof cursor === 'object' && cursor !== null && 'list' in cursor && 'place' in cursor;
  return given && cursor.list === list ? cursor.place : undefined;
}

function read(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
}
