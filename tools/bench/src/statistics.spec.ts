import { describe, expect, it } from 'vitest';
import { median, quantile, rounded, spreadOf } from './statistics.js';

describe('quantile', () => {
  it('interpolates between the values', () => {
    expect([0, 0.25, 0.5, 1].map((q) => quantile([40, 10, 30, 20], q))).toEqual([10, 17.5, 25, 40]);
    expect(median([7])).toBe(7);
  });

  it('has nothing to say about no values', () => {
    expect(() => quantile([], 0.5)).toThrow('There are no values.');
  });
});

describe('spreadOf', () => {
  it('gives least, middle and most', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
  });
});

describe('rounded', () => {
  it('keeps four digits', () => {
    expect([0.123456, 12.3456, 123456.7].map(rounded)).toEqual([0.1235, 12.35, 123457]);
  });
});
