import { describe, expect, it } from 'vitest';
import { ApiProblem } from './api-problem.js';
import { encodeCursor } from './cursor.js';
import { pageByKey } from './name-page.js';

const names = ['d', 'b', 'a', 'c'];
const same = (name: string) => name;

describe('pageByKey', () => {
  it('walks through everything once, in order', () => {
    const first = pageByKey(names, same, { limit: 3 });
    const second = pageByKey(names, same, { limit: 3, cursor: first.nextCursor ?? '' });

    expect([first.items, second.items, second.nextCursor]).toEqual([['a', 'b', 'c'], ['d'], null]);
  });

  it('goes on at the right place when the last one given is gone', () => {
    expect(pageByKey(['a', 'c'], same, { cursor: encodeCursor('b') }).items).toEqual(['c']);
  });

  it('gives numbers from the highest down when asked', () => {
    const { items, nextCursor } = pageByKey([1, 10, 9], (n) => n, { limit: 2 }, 'descending');

    expect(items).toEqual([10, 9]);
    expect(pageByKey([1, 10, 9], (n) => n, { cursor: nextCursor ?? '' }, 'descending').items).toEqual([1]);
  });

  it.each(['', 'x', '%%%', encodeCursor({ a: 1 })])('refuses the cursor %j', (cursor) => {
    expect(() => pageByKey(names, same, { cursor })).toThrow(ApiProblem);
  });
});
