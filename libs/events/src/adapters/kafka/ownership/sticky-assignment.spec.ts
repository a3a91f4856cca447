import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from './sticky-assignment.js';
import { shareOut } from './sticky-assignment.js';

const member = (id: string, ...owned: readonly number[]): Member => ({ id, owned });
const shares = (
  members: readonly Member[],
  partitions: number,
): Readonly<Record<string, readonly number[]>> => Object.fromEntries(shareOut(members, partitions));

describe('sharing out partitions', () => {
  it('gives all to the only one', () => {
    expect(shares([member('a')], 3)).toEqual({ a: [0, 1, 2] });
  });

  it('gives a newcomer as few as evenness asks for, and leaves the rest where it was', () => {
    expect(shares([member('a', 0, 1, 2, 3, 4), member('b')], 5)).toEqual({ a: [0, 1, 2], b: [3, 4] });
  });

  it('gives what the dead one had to the others, who keep their own', () => {
    expect(shares([member('a', 0, 3), member('c', 2, 5)], 6)).toEqual({ a: [0, 1, 3], c: [2, 4, 5] });
  });

  it('takes no notice of what does not exist, and gives what two claim to the first', () => {
    expect(shares([member('a', 1, 99), member('b', 1, -1)], 2)).toEqual({ a: [1], b: [0] });
  });

  it('has nothing for those who come when there is no partition left', () => {
    expect(shares([member('a', 0), member('b')], 1)).toEqual({ a: [0], b: [] });
  });

  it('gives each partition to one, evenly, and moves none twice', () => {
    const owned = fc.array(fc.nat({ max: 40 }), { maxLength: 20 });
    const members = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), owned }), {
      selector: ({ id }) => id,
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 32 }), (all, partitions) => {
        const shared = shareOut(all, partitions);
        const sizes = [...shared.values()].map(({ length }) => length);
        expect([...shared.values()].flat().toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: partitions }, (_, partition) => partition),
        );
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const again = shareOut(
          [...shared].map(([id, had]) => ({ id, owned: had })),
          partitions,
        );
        expect(Object.fromEntries(again)).toEqual(Object.fromEntries(shared));
      }),
    );
  });
});
