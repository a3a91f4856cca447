import { describe, expect, it } from 'vitest';
import { InstanceError, readInstance } from './instance.js';

const instance = (tasks: readonly unknown[], execution?: unknown): string =>
  JSON.stringify({ name: 'x', workflow: { specification: { tasks }, execution } });

describe('readInstance', () => {
  it('takes an edge that only one of its ends names, and takes it once', () => {
    const { tasks } = readInstance(
      instance([
        { id: 'a', children: ['b'] },
        { id: 'b', parents: ['a'] },
        { id: 'c', parents: ['b'], children: [] },
      ]),
    );
    expect(tasks.map((task) => task.parents)).toEqual([[], ['a'], ['b']]);
  });

  it('reads runtimes, 0 where there is none', () => {
    const execution = { tasks: [{ id: 'a', runtimeInSeconds: 1.5 }] };
    const { tasks } = readInstance(instance([{ id: 'a' }, { id: 'b' }], execution));
    expect(tasks.map((task) => task.runtime)).toEqual([1.5, 0]);
  });

  it('says what is wrong with a file', () => {
    expect(() => readInstance('{')).toThrow(InstanceError);
    expect(() => readInstance('{}')).toThrow(/at workflow: is this a WfFormat/);
    expect(() => readInstance(instance([{ id: 'a', parents: ['z'] }]))).toThrow(/edge from 'z' to 'a'/);
    expect(() => readInstance(instance([{ id: 'a' }, { id: 'a' }]))).toThrow(/Two tasks/);
  });
});
