import { describe, expect, it } from 'vitest';
import { fitText, textWidth } from './text-width.js';

describe('fitText', () => {
  it('leaves alone what fits', () => {
    expect(fitText('12345', 5)).toBe('12345');
  });

  it('cuts and says so', () => {
    expect(fitText('123456', 5)).toBe('1234…');
  });

  it('never gives more columns than asked for, also with wide characters', () => {
    expect(fitText('日本語', 4)).toBe('日…');
    expect(textWidth(fitText('日本語', 5))).toBeLessThanOrEqual(5);
  });

  it('counts combining characters as nothing', () => {
    expect(textWidth('e\u0301')).toBe(1);
  });
});
