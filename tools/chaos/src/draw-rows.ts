import { randomOf } from '@millrace/e2e';
import type { AnyRow, ChaosRow } from './row.js';

const isRow = (row: AnyRow): row is ChaosRow => row.kind === 'row';

/**
 * Rows for a day's run, by its seed: as many as are done within so many seconds, in the order of the draw. Those that
 * are suites are left out: whoever runs the tests runs them anyway.
 */
export function drawRows(rows: readonly AnyRow[], seed: number, withinSeconds: number): readonly ChaosRow[] {
  const random = randomOf(seed);
  // The first numbers of seeds that follow each other are close to each other.
  for (let skipped = 0; skipped < 10; skipped += 1) random();
  const shuffled = rows
    .filter(isRow)
    .map((row) => ({ row, at: random() }))
    .toSorted((a, b) => a.at - b.at);
  const drawn: ChaosRow[] = [];
  let left = withinSeconds;
  for (const { row } of shuffled) {
    if (row.seconds > left) continue;
    left -= row.seconds;
    drawn.push(row);
  }
  return drawn;
}
