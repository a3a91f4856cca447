import { describe, expect, it } from 'vitest';
import { closeBareOptions, colourChoice, waitSeconds, wholeNumber } from './option-values.js';

describe('options whose value is optional', () => {
  it('do not swallow what follows them', () => {
    expect(closeBareOptions(['run', 'start', '--wait', 'hello'])).toEqual([
      'run',
      'start',
      '--wait=',
      'hello',
    ]);
  });

  it('keep a value that is joined to them', () => {
    expect(closeBareOptions(['--wait=90', '--color=never'])).toEqual(['--wait=90', '--color=never']);
  });

  it('are arguments after --', () => {
    expect(closeBareOptions(['--', '--wait'])).toEqual(['--', '--wait']);
  });
});

describe('--wait', () => {
  it('is without limit when it is bare, else seconds', () => {
    expect(waitSeconds('')).toBe(Infinity);
    expect(waitSeconds('90')).toBe(90);
    expect(waitSeconds('0.5')).toBe(0.5);
  });

  it.each(['-1', '5m', 'x', '1e3'])('refuses %s', (text) => {
    expect(() => waitSeconds(text)).toThrow('number of seconds');
  });
});

describe('other values', () => {
  it('are whole numbers within bounds', () => {
    const parse = wholeNumber(1, 10);
    expect(parse('10')).toBe(10);
    for (const text of ['0', '11', '1.5', '', 'x', '-1']) expect(() => parse(text)).toThrow('whole number');
  });

  it('are colours: a bare --color means always', () => {
    expect(colourChoice('')).toBe('always');
    expect(() => colourChoice('sometimes')).toThrow('auto, always or never');
  });
});
