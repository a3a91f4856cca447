import type { FoldPosition } from '@millrace/persistence';
import { describe, expect, it } from 'vitest';
import { runStarted } from '../../testing/recorded-log.js';
import { handlers } from './index.js';
import { ViewCache } from './view-cache.js';

const TO: FoldPosition = { partition: 0, logId: 'l', epoch: 1, nonce: 'n', seq: 1, next: 1, commands: 0 };

function begin(cache: ViewCache, id: string): void {
  const view = cache.begin(id);
  for (const apply of handlers.get('RunStarted') ?? [])
    apply(view, runStarted(id).data, { at: 1, partition: 0, offset: 1 });
  cache.touch(view, 1);
}

function go(cache: ViewCache, id: string, type: string): void {
  const view = cache.get(id);
  if (!view) throw new Error(`${id} is not there.`);
  for (const apply of handlers.get(type) ?? []) apply(view, {}, { at: 2, partition: 0, offset: 2 });
  cache.touch(view, 2);
}

const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id);

describe('The rows kept between batches', () => {
  it('are written once when a run begins, and afterwards as changes', () => {
    const cache = new ViewCache();
    begin(cache, 'a');
    expect(ids(cache.takeBatch(undefined, TO).begun)).toEqual(['a']);
    cache.settle();
    go(cache, 'a', 'RunPaused');
    const next = cache.takeBatch(TO, TO);
    expect([ids(next.begun), ids(next.runs), next.runs[0]?.lastOffset]).toEqual([[], ['a'], 2]);
    cache.settle();
    expect(cache.takeBatch(TO, TO).runs).toEqual([]);
  });

  it('leave when their run has ended', () => {
    const cache = new ViewCache();
    begin(cache, 'a');
    go(cache, 'a', 'RunSucceeded');
    expect(cache.has('a')).toBe(true);
    cache.settle();
    expect(cache.has('a')).toBe(false);
  });

  it('leave, those first that were not used for longest, when there are too many', () => {
    const cache = new ViewCache(2);
    for (const id of ['a', 'b']) begin(cache, id);
    cache.settle();
    go(cache, 'a', 'RunPaused');
    begin(cache, 'c');
    expect(['a', 'b', 'c'].filter((id) => cache.has(id))).toEqual(['a', 'b', 'c']);
    cache.settle();
    expect(['a', 'b', 'c'].filter((id) => cache.has(id))).toEqual(['a', 'c']);
  });

  it('are those of the newest start when a run begins twice', () => {
    const cache = new ViewCache(2);
    begin(cache, 'a');
    begin(cache, 'a');
    expect(ids(cache.takeBatch(undefined, TO).begun)).toEqual(['a']);
    cache.settle();
    begin(cache, 'b');
    cache.settle();
    expect(['a', 'b'].filter((id) => cache.has(id))).toEqual(['a', 'b']);
  });
});
