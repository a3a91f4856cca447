import type { RunRow, StoredRun } from '@millrace/persistence';
import { describe, expect, it } from 'vitest';
import { differencesOfRun } from './row-differences.js';

const run = { id: 'r', partition: 2, state: 'running', counts: { running: 1 }, lastOffset: 7 } as RunRow;
const stored = (change: Partial<RunRow> = {}): StoredRun => ({ run: { ...run, ...change }, tasks: [] });

describe('differencesOfRun', () => {
  it('finds none in equal rows, in whatever order their parts stand', () => {
    expect(differencesOfRun(stored({ counts: { running: 1 } }), stored())).toEqual([]);
  });

  it('takes rows for well that were written since', () => {
    expect(differencesOfRun(stored({ state: 'succeeded', lastOffset: 8 }), stored())).toEqual([]);
  });

  it('catches rows that are older than where the read model stands', () => {
    const [difference] = differencesOfRun(stored({ lastOffset: 6 }), stored());
    expect(difference).toEqual({
      run: 'r',
      partition: 2,
      sentence: 'In the read model lastOffset is 6, the log gives 7.',
    });
  });
});
