import { describe, expect, it } from 'vitest';
import { graphOf, workflow } from '../../testing/index.js';
import type { WorkflowGraph } from './graph.js';
import { ancestorsOf, buildGraph, readySet } from './graph.js';

const names = (graph: WorkflowGraph, indices: readonly number[]): readonly (string | undefined)[] =>
  indices.map((index) => graph.tasks[index]?.name);

const needsOf = (graph: WorkflowGraph): Readonly<Record<string, readonly (string | undefined)[]>> =>
  Object.fromEntries(graph.tasks.map((task) => [task.name, names(graph, task.needs)]));

describe('buildGraph', () => {
  it('numbers the tasks in the order of the definition and knows edges both ways', () => {
    const graph = graphOf(workflow({ late: ['early'], early: [], other: ['early', 'late'] }));

    expect(graph.tasks.map(({ name, successors }) => [name, names(graph, successors)])).toEqual([
      ['late', ['other']],
      ['early', ['late', 'other']],
      ['other', []],
    ]);
    expect(names(graph, graph.roots)).toEqual(['early']);
  });

  it('gives each task its longest distance from a root', () => {
    const graph = graphOf(workflow({ a: [], b: ['a'], c: ['b'], d: ['a', 'c'], e: [] }));

    expect(graph.tasks.map((task) => task.level)).toEqual([0, 1, 2, 3, 0]);
  });

  it('replaces a disabled task by its needs', () => {
    const graph = graphOf(workflow({ a: [], b: { needs: ['a'], enabled: false }, c: ['b'] }));

    expect(needsOf(graph)).toEqual({ a: [], c: ['a'] });
  });

  it('replaces a chain of disabled tasks, each need once', () => {
    const off = { enabled: false };
    const graph = graphOf(
      workflow({ a: [], b: { needs: ['a'], ...off }, c: { needs: ['a', 'b'], ...off }, d: ['a', 'b', 'c'] }),
    );

    expect(needsOf(graph)).toEqual({ a: [], d: ['a'] });
  });

  it('makes a root of a task whose needs are all disabled', () => {
    const graph = graphOf(workflow({ a: { enabled: false }, b: ['a'] }));

    expect(names(graph, graph.roots)).toEqual(['b']);
  });

  it('is empty when everything is disabled', () => {
    expect(graphOf(workflow({ a: { enabled: false } })).tasks).toEqual([]);
  });

  it('marks the tasks that the master decides by itself', () => {
    const graph = graphOf(
      workflow({ a: [], b: { type: 'switch', needs: ['a'] }, c: { type: 'conditions', needs: ['a'] } }),
    );

    expect(graph.tasks.map((task) => task.logic)).toEqual([false, true, true]);
  });

  it('throws on a cycle', () => {
    const sound = workflow({ a: [], b: ['a'] });
    const { a, b } = sound.tasks;
    const cyclic = { ...sound, tasks: { a: { ...a!, needs: ['b'] }, b: b! } };

    expect(() => buildGraph(cyclic, 'hash')).toThrow('cycle');
  });
});

describe('ancestorsOf', () => {
  it('gives each task before it once, nearest first', () => {
    const graph = graphOf(workflow({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'], other: [] }));

    expect(names(graph, ancestorsOf(graph, 3))).toEqual(['b', 'c', 'a']);
  });

  it('gives none for a root', () => {
    expect(ancestorsOf(graphOf(workflow({ a: [] })), 0)).toEqual([]);
  });
});

describe('readySet', () => {
  const graph = graphOf(workflow({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }));

  it.each([
    { settled: [], ready: ['a'] },
    { settled: [0], ready: ['b', 'c'] },
    { settled: [0, 1], ready: ['c'] },
    { settled: [0, 1, 2], ready: ['d'] },
    { settled: [0, 1, 2, 3], ready: [] },
  ])('after $settled it is $ready', ({ settled, ready }) => {
    expect(names(graph, readySet(graph, new Set(settled)))).toEqual(ready);
  });
});
