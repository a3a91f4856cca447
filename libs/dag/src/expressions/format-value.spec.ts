import { describe, expect, it } from 'vitest';
import { displayValue, formatValue } from './format-value.js';
import type { Value } from './value.js';

const berlin = (epochMs: number): Value => ({ kind: 'datetime', epochMs, zone: 'Europe/Berlin' });
const at = Date.UTC(2026, 10, 20, 9, 5, 7);

describe('formatting', () => {
  it.each<[Value, string]>([
    ['as it is\n', 'as it is\n'],
    [90n, '90'],
    [-(2n ** 63n), '-9223372036854775808'],
    [0.1, '0.1'],
    [1, '1'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    [null, ''],
    [{ kind: 'date', iso: '2026-11-20' }, '2026-11-20'],
    [berlin(at), '2026-11-20T10:05:07+01:00'],
    [berlin(at + 120), '2026-11-20T10:05:07.120+01:00'],
    [berlin(Date.UTC(2026, 6, 1)), '2026-07-01T02:00:00+02:00'],
    [{ kind: 'datetime', epochMs: at, zone: 'UTC' }, '2026-11-20T09:05:07Z'],
    [{ kind: 'datetime', epochMs: -1, zone: '-03:30' }, '1969-12-31T20:29:59.999-03:30'],
    [{ kind: 'duration', ms: 90_000 }, 'PT90S'],
    [{ kind: 'duration', ms: 250 }, 'PT0.25S'],
    [{ kind: 'duration', ms: 0 }, 'PT0S'],
    [{ kind: 'duration', ms: -1_500 }, '-PT1.5S'],
    [[1n, 'a', null, { kind: 'duration', ms: 5 }], '[1,"a",null,"PT0.005S"]'],
    [
      new Map<string, Value>([
        ['k', [true]],
        ['__proto__', 1n],
      ]),
      '{"k":[true],"__proto__":1}',
    ],
    [[2n ** 60n, Number.POSITIVE_INFINITY], '["1152921504606846976","Infinity"]'],
  ])('of %o is %s', (value, expected) => {
    expect(formatValue(value)).toBe(expected);
  });
});

describe('display', () => {
  it.each<[Value, unknown]>([
    [9_007_199_254_740_991n, 9_007_199_254_740_991],
    [9_007_199_254_740_992n, '9007199254740992'],
    [-9_007_199_254_740_992n, '-9007199254740992'],
    [1.5, 1.5],
    [Number.NaN, 'NaN'],
    [null, null],
    [berlin(at), '2026-11-20T10:05:07+01:00'],
    [
      [1n, [false]],
      [1, [false]],
    ],
    [new Map([['a', 1n]]), { a: 1 }],
  ])('of %o is plain JSON', (value, expected) => {
    expect(displayValue(value)).toEqual(expected);
  });

  it('keeps names of the language as names', () => {
    const json = displayValue(new Map([['__proto__', 'x']]));
    expect(Object.entries(json ?? {})).toEqual([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
  });
});
