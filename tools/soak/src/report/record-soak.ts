import type { SoakRecord } from '@millrace/testing';
import { changeProofRecord, today } from '@millrace/testing';
import type { SoakResult } from '../judge/soak-result.js';

/** Keeps what a soak came to for the page on reliability. */
export function recordSoak({ seed, minutes, runs, faults, checked, heap, problems }: SoakResult): void {
  const soak: SoakRecord = {
    seed,
    minutes,
    runs: Object.values(runs).reduce((sum, count) => sum + count, 0),
    faults: faults.length,
    violations: checked.violations.length,
    heapRatio: Math.max(0, ...heap.map(({ ratio = 0 }) => ratio)),
    problems,
    on: today(),
  };
  changeProofRecord((before) => ({ ...before, soak }));
}
