import { describe, expect, it } from 'vitest';
import { linearScale, logScale } from './scale.js';

const texts = ({ ticks }: ReturnType<typeof linearScale>): readonly string[] => ticks.map(({ text }) => text);

describe('a scale', () => {
  it('has round marks from 0 to above the largest value', () => {
    expect(texts(linearScale(37))).toEqual(['0', '10', '20', '30', '40']);
    expect(texts(linearScale(0.7))).toEqual(['0', '0.2', '0.4', '0.6', '0.8']);
    expect(linearScale(37).place(20)).toBe(0.5);
  });

  it('has marks also where all is 0', () => {
    expect(linearScale(0).ticks.length).toBeGreaterThan(1);
    expect(linearScale(0).place(0)).toBe(0);
  });

  it('has powers of ten where values differ by them, and nothing below 1', () => {
    expect(texts(logScale(1500))).toEqual(['1', '10', '100', '1\u202f000', '10\u202f000']);
    expect(logScale(1000).place(10)).toBeCloseTo(1 / 3);
    expect(logScale(1000).place(0)).toBe(0);
    expect(logScale(0).ticks).toHaveLength(2);
  });
});
