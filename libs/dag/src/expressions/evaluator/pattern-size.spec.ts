import { describe, expect, it } from 'vitest';
import { patternSize } from './pattern-size.js';

describe('the size of a pattern', () => {
  it.each([
    ['', 1, 1],
    ['abc', 3, 4],
    ['^[a-z0-9-]+$', 3, 4],
    ['a{1000}', 1_000, 1_002],
    ['(a|b){900}', 1_800, 2_800],
    ['((a{10}){10}){10}', 1_000, 1_800],
    ['(a{30}){30}(a{30}){30}', 1_800, 2_200],
    ['\\(a{5}\\)', 7, 9],
    ['a{,5}b{x}', 1, 12],
    ['\\Q[(\\Ea{900}', 900, 1_000],
    ['[]a{900}]', 900, 1_000],
    ['a{2,900}', 900, 902],
    ['(((', 0, 10],
    [')))a{900}', 900, 1_000],
  ])('%s is between what it must be and little more', (pattern, least, most) => {
    expect(patternSize(pattern)).toBeGreaterThanOrEqual(least);
    expect(patternSize(pattern)).toBeLessThanOrEqual(most);
  });
});
