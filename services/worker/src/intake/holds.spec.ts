import { describe, expect, it } from 'vitest';
import type { HoldReason } from './holds.js';
import { Holds } from './holds.js';

/** How many attempts with and without processes may be begun after these changes. */
function limitsAfter(...changes: readonly (readonly [HoldReason, boolean])[]): readonly number[] {
  const holds = new Holds();
  for (const [reason, held] of changes) holds.set(reason, held);
  return [holds.limit('process'), holds.limit('light')];
}

describe('what may be begun', () => {
  it.each([
    ['everything without a reason', [], [Infinity, Infinity]],
    ['nothing while the lease is in doubt', [['lease', true]], [0, 0]],
    ['nothing with a process without memory', [['memory', true]], [0, Infinity]],
    ['nothing with a process without disk', [['diskFree', true]], [0, Infinity]],
    ['one at a time with a process on a full cpu', [['cpu', true]], [1, Infinity]],
    [
      'what the strictest reason lets',
      [
        ['cpu', true],
        ['memory', true],
      ],
      [0, Infinity],
    ],
    [
      'what is left, when one of two reasons is gone',
      [
        ['lease', true],
        ['cpu', true],
        ['lease', false],
      ],
      [1, Infinity],
    ],
    [
      'everything once a reason is gone, however often it was given',
      [
        ['lease', true],
        ['lease', true],
        ['lease', false],
      ],
      [Infinity, Infinity],
    ],
  ] as const)('is %s', (_, changes, limits) => {
    expect(limitsAfter(...changes)).toEqual(limits);
  });

  it('tells which change is new', () => {
    const holds = new Holds();
    expect([true, true, false, false].map((held) => holds.set('cpu', held))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
