import { randomOf } from '@millrace/e2e';
import type { AnyRow, ChaosRow } from './row.js';

const canBeDrawn = (row: AnyRow): row is ChaosRow => row.kind === 'row' && row.defect === undefined;

/**
 * Rows for a day's run, by its seed: as many as are done within so many seconds, in the order of the draw. Suites
 * are left out, because whoever runs the tests runs them anyway, and so is what is known to fail.
 */
export function drawRows(rows: readonly AnyRow[], seed: number, withinSeconds: number): readonly ChaosRow[] {
  const random = randomOf(seed);
  // The first numbers of seeds that follow each other are close to each other.
  for (let skipped = 0; skipped < 10; skipped += 1) random();
  const shuffled = rows
    .filter(canBeDrawn)
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
