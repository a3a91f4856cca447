import { buildGraph, parseWorkflow } from '@millrace/dag';
import { taskTypes } from '@millrace/tasks';
import { describe, expect, it } from 'vitest';
import { chainText, fanOutText, parallelText } from './workflow-texts.js';

function shapeOf(text: string) {
  const parsed = parseWorkflow(text, taskTypes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { tasks, roots } = buildGraph(parsed.definition, '');
  return {
    tasks: tasks.length,
    roots: roots.length,
    depth: 1 + Math.max(...tasks.map(({ level }) => level)),
    types: [...new Set(tasks.map(({ definition }) => definition.type))],
  };
}

describe('the workflows of the benchmarks', () => {
  it('are ten tasks side by side', () => {
    expect(shapeOf(parallelText('a', 10))).toEqual({ tasks: 10, roots: 10, depth: 1, types: ['noop'] });
    expect(shapeOf(parallelText('a', 10, "type: shell, script: 'true'")).types).toEqual(['shell']);
  });

  it('are a chain of ten', () => {
    expect(shapeOf(chainText('a', 10))).toMatchObject({ tasks: 10, roots: 1, depth: 10 });
  });

  it('are one, a thousand, and one', () => {
    expect(shapeOf(fanOutText('a', 1000))).toMatchObject({ tasks: 1002, roots: 1, depth: 3 });
  });
});
