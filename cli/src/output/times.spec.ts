import { describe, expect, it } from 'vitest';
import { durationText, instantText, spanText } from './times.js';

describe('durations', () => {
  it.each([
    [-5, '0.0s'],
    [480, '0.4s'],
    [12_900, '12s'],
    [185_000, '3m05s'],
    [7_620_000, '2h07m'],
    [97 * 3_600_000, '4d01h'],
  ])('tells %i ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  it('runs to now while there is no end', () => {
    expect(spanText('2026-11-20T00:00:00.000Z', null, Date.UTC(2026, 10, 20, 0, 0, 12))).toBe('12s');
  });

  it('is empty before the start', () => {
    expect(spanText(null, null, 0)).toBe('');
  });
});

describe('instants', () => {
  it('are told in UTC to the second', () => {
    expect(instantText('2026-11-20T03:12:07.480Z')).toBe('2026-11-20 03:12:07Z');
  });

  it('are empty where there is none', () => {
    expect(instantText(null)).toBe('');
  });
});
