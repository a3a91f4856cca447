import type { AnyRow } from './row.js';

/** A list of rows in the order of the fault matrix. Throws where two have one id. */
export function register(...list: readonly AnyRow[]): readonly AnyRow[] {
  const ids = new Set<string>();
  for (const { id } of list) {
    if (ids.has(id)) throw new Error(`There are two rows ${id}.`);
    ids.add(id);
  }
  return list;
}
