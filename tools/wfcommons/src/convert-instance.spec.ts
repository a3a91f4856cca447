import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildGraph, definitionHash, parseWorkflow } from '@millrace/dag';
import type { WorkflowDefinition, WorkflowGraph } from '@millrace/dag';
import { taskTypes } from '@millrace/tasks';
import { describeWithFixtures } from '@millrace/testing';
import { describe, expect, it } from 'vitest';
import { convertInstance } from './convert-instance.js';
import type { ConvertOptions } from './convert-instance.js';
import type { Instance } from './instance.js';
import { readInstance } from './instance.js';
import { workflowYaml } from './workflow-yaml.js';

function definitionOf(instance: Instance, options: ConvertOptions = {}): WorkflowDefinition {
  const parsed = parseWorkflow(workflowYaml(convertInstance(instance, options)), taskTypes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems.slice(0, 3)));
  return parsed.definition;
}

const graphOf = (definition: WorkflowDefinition): WorkflowGraph =>
  buildGraph(definition, definitionHash(definition));

interface Row {
  readonly file: string;
  readonly tasks: number;
  readonly edges: number;
  readonly depth: number;
  readonly widest: number;
  readonly roots: number;
}

/** The table of the fixtures' README. */
function readTable(dir: string): readonly Row[] {
  const rows = readFileSync(join(dir, 'README.md'), 'utf8').matchAll(
    /^\| (\S+\.json) \| [^|]+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$/gm,
  );
  return [...rows].map(([, file = '', ...numbers]) => {
    const [tasks = 0, edges = 0, depth = 0, widest = 0, roots = 0] = numbers.map(Number);
    return { file, tasks, edges, depth, widest, roots };
  });
}

function shapeOf(graph: WorkflowGraph): Omit<Row, 'file'> {
  const levels = Map.groupBy(graph.tasks, (task) => task.level);
  return {
    tasks: graph.tasks.length,
    edges: graph.tasks.reduce((sum, task) => sum + task.needs.length, 0),
    depth: levels.size,
    widest: Math.max(...[...levels.values()].map((tasks) => tasks.length)),
    roots: graph.roots.length,
  };
}

describeWithFixtures('convertInstance on traced workflows', (dir) => {
  const table = readTable(dir);

  it('finds the seven instances of the table', () => {
    expect(table).toHaveLength(7);
  });

  for (const { file, ...shape } of table) {
    const instance = readInstance(readFileSync(join(dir, 'wfcommons', file), 'utf8'));

    it(`gives ${file} a workflow with its tasks, edges, levels and roots`, () => {
      expect(shapeOf(graphOf(definitionOf(instance)))).toEqual(shape);
    });

    it(`makes shell tasks of ${file} too`, () => {
      const { tasks } = definitionOf(instance, { type: 'shell' });
      expect(new Set(Object.values(tasks).map((task) => task.type))).toEqual(new Set(['shell']));
    });
  }

  it('keeps the edges of a file whose names are not legal', () => {
    const instance = readInstance(readFileSync(join(dir, 'wfcommons/sarek-dirt02-001.json'), 'utf8'));
    const { tasks } = definitionOf(instance);
    const expected = instance.tasks.map((task) => task.parents.map((parent) => parent.replaceAll('.', '_')));
    expect(Object.values(tasks).map((task) => task.needs)).toEqual(expected);
  });
});

describe('convertInstance', () => {
  const instance: Instance = {
    name: 'Two Steps.json',
    tasks: [
      { id: 'a', parents: [], runtime: 12.3456 },
      { id: 'b', parents: ['a'], runtime: 0 },
    ],
  };

  it('turns a traced second into a millisecond unless it is told otherwise', () => {
    expect(convertInstance(instance).tasks).toEqual({
      a: { type: 'noop', duration: '12ms' },
      b: { type: 'noop', needs: ['a'] },
    });
    expect(convertInstance(instance, { factor: 0.1 }).tasks['a']).toEqual({
      type: 'noop',
      duration: '1235ms',
    });
  });

  it('sleeps as long in a shell', () => {
    expect(convertInstance(instance, { type: 'shell' }).tasks['a']).toEqual({
      type: 'shell',
      script: 'sleep 0.012',
    });
  });

  it('names the workflow by what it is told, else by the instance', () => {
    expect(convertInstance(instance).name).toBe('two-steps-json');
    expect(convertInstance(instance, { name: 'mine' }).name).toBe('mine');
  });

  it('writes one line a task', () => {
    const lines = workflowYaml(convertInstance(instance)).split('\n');
    expect(lines).toContain('  a: { type: noop, duration: 12ms }');
    expect(lines).toContain('  b: { type: noop, needs: [ a ] }');
  });
});
