import { describe, expect, it } from 'vitest';
import { LastLines } from './last-lines.js';

function lastOf(lines: readonly (string | Buffer)[]): string | undefined {
  const last = new LastLines();
  for (const line of lines) last.add(Buffer.from(line));
  return last.text();
}

describe('LastLines', () => {
  it('is undefined without a line', () => {
    expect(lastOf([])).toBeUndefined();
  });

  it('gives all of a few lines in order', () => {
    expect(lastOf(['one', '', 'three'])).toBe('one\n\nthree');
  });

  it('gives the last twenty of many', () => {
    const lines = Array.from({ length: 55 }, (_, index) => `line ${index}`);
    expect(lastOf(lines)).toBe(lines.slice(-20).join('\n'));
  });

  it('gives the first KiB of a long line, no character torn', () => {
    expect(lastOf([`x${'ä'.repeat(2_000)}`])).toBe(`x${'ä'.repeat(511)}`);
  });

  it('gives at most 8 KiB, the newest lines', () => {
    const text = lastOf(Array.from({ length: 20 }, (_, index) => String(index % 10).repeat(1_024))) ?? '';
    expect(text.split('\n').map((line) => line[0])).toEqual(['3', '4', '5', '6', '7', '8', '9']);
  });

  it('counts bytes that are not UTF-8 as they are shown', () => {
    const text = lastOf(Array.from({ length: 20 }, () => Buffer.alloc(1_024, 0xff))) ?? '';
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8_192);
    expect(text.startsWith('\\xff')).toBe(true);
  });
});
