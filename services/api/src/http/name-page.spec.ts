import { describe, expect, it } from 'vitest';
import { ApiProblem } from './api-problem.js';
import { encodeCursor } from './cursor.js';
import { pageByKey } from './name-page.js';

const names = ['d', 'b', 'a', 'c'];
const list = '/things';
const same = (name: string) => name;

describe('pageByKey', () => {
  it('walks through everything once, in order', () => {
    const first = pageByKey(names, same, { list, limit: 3 });
    const second = pageByKey(names, same, { list, limit: 3, cursor: first.nextCursor ?? '' });

    expect([first.items, second.items, second.nextCursor]).toEqual([['a', 'b', 'c'], ['d'], null]);
  });

  it('goes on at the right place when the last one given is gone', () => {
    expect(pageByKey(['a', 'c'], same, { list, cursor: encodeCursor(list, 'b') }).items).toEqual(['c']);
  });

  it('gives numbers from the highest down when asked', () => {
    const { items, nextCursor } = pageByKey([1, 10, 9], (n) => n, { list, limit: 2 }, 'descending');

    expect(items).toEqual([10, 9]);
    expect(pageByKey([1, 10, 9], (n) => n, { list, cursor: nextCursor ?? '' }, 'descending').items).toEqual([
      1,
    ]);
  });

  it.each(['', 'x', '%%%', encodeCursor(list, { a: 1 }), encodeCursor('/other', 'b')])(
    'refuses the cursor %j',
    (cursor) => {
      expect(() => pageByKey(names, same, { list, cursor })).toThrow(ApiProblem);
    },
  );
});
