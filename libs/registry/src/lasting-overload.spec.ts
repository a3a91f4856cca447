import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LastingOverload } from './lasting-overload.js';

/** What counts as overloaded after each of these samples. */
function after(...samples: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const overload = new LastingOverload<string>();
  return samples.map((beyond) => overload.take(beyond));
}

describe('an overload', () => {
  it('is there with the first sample beyond a threshold', () => {
    expect(after([], ['cpu'])).toEqual([[], ['cpu']]);
  });

  it('is over after two good samples in a row, and not after one', () => {
    expect(after(['cpu'], [], [])).toEqual([['cpu'], ['cpu'], []]);
  });

  it('goes on where a good sample is followed by a bad one', () => {
    expect(after(['cpu'], [], ['cpu'], [], [])).toEqual([['cpu'], ['cpu'], ['cpu'], ['cpu'], []]);
  });

  it('is told for each measure by itself', () => {
    expect(after(['cpu', 'memory'], ['memory'], ['memory'], [], [])).toEqual([
      ['cpu', 'memory'],
      ['cpu', 'memory'],
      ['memory'],
      ['memory'],
      [],
    ]);
  });

  it('never changes with every sample', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (bad) => {
        const said = after(...bad.map((one) => (one ? ['cpu'] : []))).map(({ length }) => length > 0);
        const ends = said.flatMap((now, index) => (said[index - 1] === true && !now ? [index] : []));
        for (const end of ends) expect(bad.slice(end - 1, end + 1)).toEqual([false, false]);
        bad.forEach((one, index) => one && expect(said[index]).toBe(true));
      }),
    );
  });
});
