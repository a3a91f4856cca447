import { describe, expect, it } from 'vitest';
import { keptAfter } from './tally.js';

const MANY = {
  seeds: [100, 199] as const,
  simulations: 100,
  hours: 990,
  commands: 5000,
  failed: [107, 150],
  struck: { 'kill-master': 7 },
};

const once = (seed: number, failed: readonly number[] = []) => ({
  ...MANY,
  seeds: [seed, seed] as const,
  simulations: 1,
  hours: 10,
  commands: 50,
  failed,
});

describe('what is kept of simulations', () => {
  it('is that of the last ones', () => {
    expect(keptAfter(undefined, MANY)).toBe(MANY);
    const others = once(7);
    expect(keptAfter(MANY, others)).toBe(others);
    const clean = once(108);
    expect(keptAfter(MANY, clean)).toBe(clean);
  });

  it('changes for a seed that had failed as it ends now', () => {
    expect(keptAfter(MANY, once(107))).toEqual({ ...MANY, hours: 1000, commands: 5050, failed: [150] });
    expect(keptAfter(MANY, once(107, [107])).failed).toEqual([150, 107]);
  });
});
