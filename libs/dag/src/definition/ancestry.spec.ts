import { describe, expect, it } from 'vitest';
import { createAncestry } from './ancestry.js';

describe('who runs before whom', () => {
  const needs = new Map([
    ['d', ['b', 'c']],
    ['a', []],
    ['b', ['a']],
    ['c', ['a', 'gone']],
    ['e', []],
  ]);

  it('is told through any number of tasks, and not backwards or across', () => {
    const isUpstream = createAncestry(needs, ['a', 'b', 'e', 'a']);
    expect(isUpstream('d', 'a')).toBe(true);
    expect(isUpstream('d', 'b')).toBe(true);
    expect(isUpstream('c', 'b')).toBe(false);
    expect(isUpstream('a', 'b')).toBe(false);
    expect(isUpstream('d', 'e')).toBe(false);
    expect(isUpstream('a', 'a')).toBe(false);
  });

  it('is taken as given in and behind a cycle, which has a problem of its own', () => {
    const isUpstream = createAncestry(
      new Map([
        ['a', ['b']],
        ['b', ['a']],
        ['c', ['b']],
        ['d', []],
      ]),
      ['d'],
    );
    expect(isUpstream('a', 'd')).toBe(true);
    expect(isUpstream('c', 'd')).toBe(true);
  });

  it('holds for ten thousand tasks that all are asked for', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `t${index}`);
    const chain = new Map(names.map((name, index) => [name, index === 0 ? [] : [`t${index - 1}`]]));
    const isUpstream = createAncestry(chain, names);
    expect(isUpstream('t9999', 't0')).toBe(true);
    expect(isUpstream('t9999', 't4711')).toBe(true);
    expect(isUpstream('t4711', 't9999')).toBe(false);
  });
});
