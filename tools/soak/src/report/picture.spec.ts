import { describe, expect, it } from 'vitest';
import { drawPicture } from './picture.js';

const points = (...values: readonly (number | undefined)[]) =>
  values.map((value, index) => ({ at: index * 60, value }));

const picture = drawPicture({
  title: 'lag & heap <1>',
  seconds: 240,
  panels: [
    { title: 'lag, s', scale: 'linear', series: [{ name: 'lag', points: points(0, 4, undefined, 2, 0) }] },
    { title: 'late, ms', scale: 'log', series: [{ name: 'p50', points: points(1, 100) }] },
  ],
  bands: [{ label: '1', from: 60, to: 90 }],
});

describe('a picture', () => {
  it('is one element, each of whose parts is closed and escaped', () => {
    const open: string[] = [];
    for (const [, closing, name = '', self] of picture.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!self) open.push(name);
    }
    expect(open).toEqual([]);
    expect(picture).toContain('lag &amp; heap &lt;1&gt;');
    expect(picture).not.toContain('NaN');
  });

  it('breaks a line where there is no value', () => {
    const [path = ''] = /d="[^"]*"/.exec(picture) ?? [];
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path.match(/L/g)).toHaveLength(2);
  });

  it('names its axes with their units, and what was done', () => {
    for (const words of ['time, minutes', 'lag, s', 'late, ms', '>1<', '>p50<'])
      expect(picture).toContain(words);
  });
});
