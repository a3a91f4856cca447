import type { PartName } from './parts/part.js';
import type { Standing, Standings } from './standing.js';

const WIDTHS = [9, 11, 4];

/** The password of a database that somebody else runs is nobody's business here. */
const withoutPassword = (text: string): string => text.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1:***@');

function whereOf(standing: Standing): string {
  if (!standing.up) return standing.reason;
  const where = standing.way === 'environment' ? withoutPassword(standing.at) : standing.at;
  return standing.pid === undefined ? where : `${where}  (process ${standing.pid})`;
}

/** One line for each part: its name, the way it is had, whether it is up, and where, or why not. */
export function standingTable(names: readonly PartName[], standings: Standings): string {
  return names
    .map((name) => {
      const standing = standings[name] ?? { up: false, reason: 'not asked' };
      const cells = [name, standing.way ?? '-', standing.up ? 'up' : 'down', whereOf(standing)];
      return `${cells.map((cell, column) => cell.padEnd(WIDTHS[column] ?? 0)).join(' ')}\n`;
    })
    .join('');
}
