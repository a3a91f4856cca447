import { describe, expect, it } from 'vitest';
import { UntakenDispatches } from './untaken-dispatches.js';

describe('untaken dispatches (L42)', () => {
  it('are those that stood there over one whole period', () => {
    const untaken = new UntakenDispatches();
    expect(untaken.seen('run', 'a', 1, 'dispatch')).toBe(false);
    untaken.nextPeriod();
    expect(untaken.seen('run', 'a', 1, 'dispatch')).toBe(true);
    expect(untaken.seen('run', 'a', 2, 'dispatch')).toBe(false);
    expect(untaken.seen('run', 'b', 1, 'dispatch')).toBe(false);
  });

  it('are found in every further period', () => {
    const untaken = new UntakenDispatches();
    const seen = [1, 2, 3].map(() => {
      const answer = untaken.seen('run', 'a', 1, 'dispatch');
      untaken.nextPeriod();
      return answer;
    });
    expect(seen).toEqual([false, true, true]);
  });

  it('are forgotten when a period passes without them', () => {
    const untaken = new UntakenDispatches();
    untaken.seen('run', 'a', 1, 'dispatch');
    untaken.nextPeriod();
    untaken.nextPeriod();
    expect(untaken.seen('run', 'a', 1, 'dispatch')).toBe(false);
  });
});
