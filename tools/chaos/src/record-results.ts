import type { RowRecord } from '@millrace/testing';
import { changeProofRecord, today } from '@millrace/testing';
import type { RowResult } from './run-rows.js';

/** Seeds that are kept for each row, the newest. */
const KEPT = 3;

/** Keeps how these rows have ended, for the page on reliability. What could not be had is left out. */
export function recordResults(results: readonly RowResult[]): void {
  const tried = results.filter(({ ending }) => ending.state === 'passed' || ending.state === 'failed');
  changeProofRecord((before) => {
    const rows: Record<string, readonly RowRecord[]> = { ...before.rows };
    for (const { row, seed, seconds, ending } of tried) {
      const others = (rows[row.id] ?? []).filter((one) => one.seed !== seed);
      const result = {
        seed,
        seconds: Math.round(seconds),
        passed: ending.state === 'passed',
        on: today(),
      };
      rows[row.id] = [...others, result].slice(-KEPT);
    }
    return { ...before, rows };
  });
}
