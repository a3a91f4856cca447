import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DedupPart } from './dedup-index.js';
import { DedupIndex } from './dedup-index.js';

const MOST = 7;

function filled(count: number, hourOf: (index: number) => number = () => 1): DedupIndex {
  const index = new DedupIndex();
  for (let at = 0; at < count; at += 1) index.add(`c${at}`, `body ${at}`, at * 3, hourOf(at));
  return index;
}

/** A name, and whether the hour moves on before it is added or forgotten. */
const acts = fc.array(
  fc.record({
    act: fc.constantFrom('add', 'add', 'add', 'forget', 'write', 'restore'),
    name: fc.integer({ min: 0, max: 60 }),
    later: fc.boolean(),
  }),
  { maxLength: 200 },
);

/** The index beside a plain map. */
class Pair {
  index = new DedupIndex();
  readonly model = new Map<string, { readonly hour: number; readonly offset: number }>();
  private parts: readonly DedupPart[] = [];
  private hour = 1;
  private offset = 0;

  perform({
    act,
    name,
    later,
  }: {
    readonly act: string;
    readonly name: number;
    readonly later: boolean;
  }): void {
    this.offset += 1;
    if (later) this.hour += 1;
    if (act === 'add') this.add(`c${name}`);
    else if (act === 'forget') this.forget(this.hour - 2);
    else this.write();
    if (act === 'restore') this.restore();
    for (let one = 0; one <= 60; one += 1) {
      const known = this.model.get(`c${one}`);
      expect(this.index.find(`c${one}`, 'b')).toEqual(known && { offset: known.offset, same: true });
    }
  }

  private add(name: string): void {
    const { hour, offset } = this;
    this.index.add(name, 'b', offset, hour);
    if (!this.model.has(name)) this.model.set(name, { hour, offset });
  }

  private forget(hour: number): void {
    this.index.forget(hour);
    for (const [key, known] of this.model) if (known.hour <= hour) this.model.delete(key);
  }

  private write(): void {
    this.parts = [...this.parts, ...this.index.parts('fresh', MOST)];
    this.index.markWritten();
  }

  private restore(): void {
    const oldest = this.index.oldestHour ?? Infinity;
    this.index = new DedupIndex();
    this.index.restore(this.parts.filter(([hour]) => hour >= oldest));
    this.index.markWritten();
  }
}

describe('the dedup index', () => {
  it('finds what was added, with its offset beyond 32 bits too', () => {
    const index = filled(1000);
    index.add('far', 'x', 2 ** 40 + 5, 1);
    expect(index.find('c999', 'body 999')).toEqual({ offset: 2997, same: true });
    expect(index.find('c0', 'another')).toEqual({ offset: 0, same: false });
    expect(index.find('far', 'x')).toEqual({ offset: 2 ** 40 + 5, same: true });
    expect(index.find('c1000', '')).toBeUndefined();
  });

  it('does what a plain map would, over forgetting, snapshots and restores', () => {
    fc.assert(
      fc.property(acts, (steps) => {
        const pair = new Pair();
        for (const step of steps) pair.perform(step);
        expect(pair.index.size).toBe(pair.model.size);
      }),
      { numRuns: 60 },
    );
  });

  it('gives parts of one hour each, and no more entries than asked', () => {
    const index = filled(20, (at) => (at < 10 ? 1 : 2));
    expect(index.parts('all', MOST).map(([hour]) => hour)).toEqual([1, 1, 2, 2]);
    index.markWritten();
    expect(index.parts('fresh', MOST)).toEqual([]);
    index.add('more', 'x', 99, 2);
    expect(index.parts('fresh', MOST)).toHaveLength(1);
    expect(index.parts('all', MOST)).toHaveLength(4);
  });

  it('takes an hour that falls for the one before, as the time of a partition does', () => {
    const index = new DedupIndex();
    index.add('a', '', 1, 5);
    index.add('b', '', 2, 4);
    index.forget(4);
    expect(index.size).toBe(2);
    index.forget(5);
    expect([index.size, index.oldestHour]).toEqual([0, undefined]);
  });
});
