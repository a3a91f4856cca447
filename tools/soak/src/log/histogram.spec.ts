import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.js';

describe('a histogram', () => {
  it('gives quantiles to a fiftieth, and the largest value exactly', () => {
    const histogram = new Histogram();
    for (let value = 1; value <= 1000; value += 1) histogram.add(value);
    expect(histogram.quantile(0.5)! / 500).toBeCloseTo(1, 1);
    expect(histogram.quantile(0.99)! / 990).toBeCloseTo(1, 1);
    expect(histogram.quantile(1)).toBe(1000);
    expect(histogram.max).toBe(1000);
    expect(histogram.count).toBe(1000);
  });

  it('knows nothing of no values, and takes none for small', () => {
    const histogram = new Histogram();
    expect(histogram.quantile(0.5)).toBeUndefined();
    histogram.add(0);
    expect(histogram.quantile(0.5)).toBe(0);
  });
});
