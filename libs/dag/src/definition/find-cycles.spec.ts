import { describe, expect, it } from 'vitest';
import { findCycles } from './find-cycles.js';

const needs = (record: Record<string, readonly string[]>) => new Map(Object.entries(record));
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `t${index}`);

describe('cycles among tasks', () => {
  it('are none in a graph, however it is joined', () => {
    expect(findCycles(needs({ a: [], b: ['a'], c: ['a', 'b'], d: ['b', 'c', 'missing'] }))).toEqual([]);
  });

  it('are told in the order in which the tasks would run, from the first one of the file', () => {
    expect(findCycles(needs({ x: ['b'], a: ['c'], b: ['a'], c: ['b'] }))).toEqual([['a', 'b', 'c']]);
  });

  it('are told apart', () => {
    expect(findCycles(needs({ a: ['b'], b: ['a'], c: ['d', 'a'], d: ['c'] }))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('do not count a task that needs itself', () => {
    expect(findCycles(needs({ a: ['a'] }))).toEqual([]);
  });

  it('are at most twenty', () => {
    const all = names(40);
    expect(findCycles(new Map(all.map((name) => [name, all])))).toHaveLength(20);
  });

  it('are found in a ring of ten thousand tasks, and a chain has none', () => {
    const all = names(10_000);
    const chain = new Map(all.map((name, index) => [name, index === 0 ? [] : [`t${index - 1}`]]));
    expect(findCycles(chain)).toEqual([]);
    expect(findCycles(chain.set('t0', ['t9999']))).toEqual([all]);
  });
});
