import { PAGE_DEFAULT } from '@millrace/api-contract';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.js';

export interface PageQuery {
  /** Path of the list: its cursors are for no other. */
  readonly list: string;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A page of things that have a key of their own, in the order of the keys; the cursor names the last key given. */
export function pageByKey<T, K extends string | number>(
  things: readonly T[],
  keyOf: (thing: T) => K,
  { list, limit = PAGE_DEFAULT, cursor }: PageQuery,
  order: 'ascending' | 'descending' = 'ascending',
): { readonly items: readonly T[]; readonly nextCursor: string | null } {
  const after = decodeCursor(list, z.union([z.string(), z.number()]), cursor);
  const sign = order === 'ascending' ? 1 : -1;
  const sorted = things
    .filter((thing) => after === undefined || compare(keyOf(thing), after) * sign > 0)
    .sort((a, b) => compare(keyOf(a), keyOf(b)) * sign);
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: sorted.length > limit && last !== undefined ? encodeCursor(list, keyOf(last)) : null,
  };
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
