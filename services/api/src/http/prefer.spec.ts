import { describe, expect, it } from 'vitest';
import { preference } from './prefer.js';

describe('The preference wait', () => {
  it.each([
    ['wait=2', '2'],
    ['WAIT=2', '2'],
    ['wait="2"', '2'],
    ['wait = 2', '2'],
    ['respond-async, wait=10', '10'],
    ['respond-async;wait=7, wait=10', '10'],
    ['note="a, wait=3", wait=4', '4'],
    ['wait=5; x="a,b", respond-async', '5'],
    ['wait=5, wait=6', '5'],
    ['wait', ''],
    ['wait=""', ''],
    ['wait=1000000', '1000000'],
    ['await=2', undefined],
    ['respond-async', undefined],
    ['', undefined],
    [',,=', undefined],
    ['"', undefined],
  ])('of %j is %j', (prefer, value) => {
    expect(preference({ headers: { prefer } }, 'wait')).toBe(value);
  });

  it('is not there without the header', () => {
    expect(preference({ headers: {} }, 'wait')).toBeUndefined();
  });

  it('is read in a time that grows with the header only', () => {
    const prefer = `${'a='.repeat(100_000)}${' '.repeat(100_000)}${'"'.repeat(100_001)}`;
    expect(preference({ headers: { prefer } }, 'wait')).toBeUndefined();
  });
});
