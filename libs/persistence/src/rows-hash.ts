import { createHash } from 'node:crypto';

/** Hash over the rows of several tables, each in the order of its keys; whatever database they come from. */
export class RowsHash {
  private readonly hash = createHash('sha256');

  add(row: object): void {
    this.hash.update(`${canonical(row)}\n`);
  }

  endTable(): void {
    this.hash.update('\n');
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
