import { describe, expect, it } from 'vitest';
import { drawEntry, mixOf } from './mix.js';

describe('the load of a soak', () => {
  const mix = mixOf('/journal');

  it('has shares that make 100, and 5 of them fail at least once', () => {
    const sum = (list: typeof mix): number => list.reduce((total, { share }) => total + share, 0);
    expect(sum(mix)).toBe(100);
    expect(sum(mix.filter(({ name }) => name === 'flaky' || name === 'failing'))).toBe(5);
  });

  it('is drawn by its shares', () => {
    const drawn = Array.from({ length: 100 }, (_, index) => drawEntry(mix, index / 100).name);
    const counts = Map.groupBy(drawn, (name) => name);
    for (const { name, share } of mix) expect(counts.get(name)?.length).toBe(share);
  });

  it('cannot be drawn where there is none', () => {
    expect(() => drawEntry([], 0.5)).toThrow('nothing to draw');
  });
});
