import { changeProofRecord, today } from '@millrace/testing';
import type { RowResult } from './run-rows.js';

/** Seeds that are kept for each row, the newest. */
const KEPT = 3;

/** Keeps how this row has ended, for the page on reliability. What could not be had is left out. */
export function recordResult({ row, seed, seconds, ending: { state } }: RowResult): void {
  if (state !== 'passed' && state !== 'failed') return;
  const result = { seed, seconds: Math.round(seconds), passed: state === 'passed', on: today() };
  changeProofRecord((before) => {
    const others = (before.rows?.[row.id] ?? []).filter((one) => one.seed !== seed);
    return { ...before, rows: { ...before.rows, [row.id]: [...others, result].slice(-KEPT) } };
  });
}
