import type { PositionToken } from '@millrace/events';
import { formatPosition, parsePosition } from '@millrace/events';

/** The newest of the positions of each partition, commands and records apart. */
export function newestPositions(positions: readonly string[]): string[] {
  const newest = new Map<string, PositionToken>();
  for (const token of positions.map(parsePosition)) {
    if (!token) continue;
    const key = `${token.kind}:${token.partition}`;
    const known = newest.get(key);
    if (!known || known.offset < token.offset) newest.set(key, token);
  }
  return [...newest.values()].map(formatPosition);
}
