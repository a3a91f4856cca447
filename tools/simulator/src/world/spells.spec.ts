import { describe, expect, it } from 'vitest';
import { Chance } from '../chance.js';
import { Spells } from './spells.js';

const MINUTE = 60_000;
const END = 600 * MINUTE;

const drawn = Array.from({ length: 200 }, (_, seed) => Spells.until(END, new Chance(seed)));

describe('spells of trouble', () => {
  it('begin with the world and last longer than short simulations', () => {
    for (const spells of drawn) expect(spells.next(19 * MINUTE)).toBe(19 * MINUTE);
  });

  it('leave no moment of calm to one world of ten', () => {
    const moments = Array.from({ length: 60 }, (_, index) => index * 10 * MINUTE);
    const restless = drawn.filter((spells) => moments.every((moment) => spells.next(moment) === moment));
    expect(restless.length).toBeGreaterThan(8);
    expect(restless.length).toBeLessThan(40);
  });

  it('put off to the next one what would happen in the calm', () => {
    const [first] = drawn.filter((spells) => spells.next(60 * MINUTE) !== 60 * MINUTE);
    const next = first?.next(60 * MINUTE) ?? END;
    expect(next).toBeGreaterThan(60 * MINUTE);
    expect(first?.next(next)).toBe(next);
  });

  it('end with the trouble', () => {
    for (const spells of drawn) expect(spells.next(END)).toBeUndefined();
  });
});
