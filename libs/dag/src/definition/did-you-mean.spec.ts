import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, nearestWord } from './did-you-mean.js';

describe('did you mean', () => {
  it.each([
    ['tmeout', 'timeout'],
    ['Needs', 'needs'],
    ['need', 'needs'],
    ['runif', 'runIf'],
  ])('%s', (word, expected) => {
    expect(nearestWord(word, ['timeout', 'needs', 'runIf', 'retry'])).toBe(expected);
  });

  it('finds nothing three edits away, and nothing for most of a short word', () => {
    expect(didYouMean('script', ['cript99', 'request'])).toBeUndefined();
    expect(didYouMean('a', ['b'])).toBeUndefined();
    expect(didYouMean('ab', ['cd'])).toBeUndefined();
  });

  it('counts single edits and stops at the limit', () => {
    expect(editDistance('kitten', 'sitting', 9)).toBe(3);
    expect(editDistance('kitten', 'sitting', 2)).toBe(2);
    expect(editDistance('', 'ab', 9)).toBe(2);
  });
});
