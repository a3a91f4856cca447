import { createHash } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';

/** Hash over the rows of statements that give them in the order of their keys. */
export function rowsHash(
  statements: readonly { readonly select: StatementSync; readonly read: (row: Row) => object }[],
): string {
  const hash = createHash('sha256');
  for (const { select, read } of statements) {
    for (const row of select.iterate()) hash.update(`${canonical(read(row))}\n`);
    hash.update('\n');
  }
  return hash.digest('hex');
}

type Row = Readonly<Record<string, unknown>>;

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
