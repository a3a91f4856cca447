import { describe, expect, it } from 'vitest';
import { compileExpression } from './compile-expression.js';
import { ExpressionError } from './expression-error.js';

const paths = (source: string): readonly string[] =>
  compileExpression(source).references.map(({ root, path }) => [root, ...path].join('/'));

function failure(source: string): ExpressionError {
  try {
    compileExpression(source);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('references', () => {
  it.each([
    ['params.x', ['params/x']],
    ['run.logicalDate.minusDays(1).format("yyyy")', ['run/logicalDate']],
    ['int(tasks.a.outputs.k) + params.n', ['tasks/a/outputs/k', 'params/n']],
    ["tasks['no-data'].state", ['tasks/no-data/state']],
    ['tasks["a"]["outputs"]["k"].x[0].y', ['tasks/a/outputs/k/x']],
    ['secrets.NAME', ['secrets/NAME']],
    ['project.params.x', ['project/params/x']],
    ['shard.index < shard.count', ['shard/index', 'shard/count']],
    ['event.items.all(i, i.id == event.id)', ['event/items', 'event/id']],
    ['tasks.a.outputs[params.key]', ['tasks/a/outputs', 'params/key']],
    ['run.labels[event.team]', ['run/labels', 'event/team']],
    ['has(tasks.a.outputs.k) ? [params.x] : {"k": params.y}', ['tasks/a/outputs/k', 'params/x', 'params/y']],
    ['.params.x', ['params/x']],
    ['[1].all(params, params > 0)', []],
    ['1 + 1', []],
  ])('of %s', (source, expected) => {
    expect(paths(source)).toEqual(expected);
  });

  it('stand where the root begins', () => {
    const { references } = compileExpression('  params.a +\n\tparams.b');
    expect(references.map(({ offset }) => offset)).toEqual([2, 14]);
  });

  it.each([
    ['tasks[params.x].state', 'DYNAMIC_REFERENCE', "tasks['no-data'].state"],
    ['params["a" + "b"]', 'DYNAMIC_REFERENCE', 'params.region'],
    ['project.params[event.k]', 'DYNAMIC_REFERENCE', 'project.params.region'],
    ['[1].map(x, tasks[x])', 'DYNAMIC_REFERENCE', 'literal text'],
    ['size(params)', 'INCOMPLETE_REFERENCE', 'params.region'],
    ['tasks.a == null', 'INCOMPLETE_REFERENCE', 'outputs.rows'],
    ['project.params', 'INCOMPLETE_REFERENCE', 'project.params.region'],
    ['secrets', 'INCOMPLETE_REFERENCE', 'secrets.NAME'],
    ['region', 'UNKNOWN_NAME', 'params, run, tasks'],
    ['parms.x', 'UNKNOWN_NAME', "'params'"],
    ['run.logicaldate', 'UNKNOWN_NAME', "'logicalDate'"],
    ['tasks.a.output.k', 'UNKNOWN_NAME', "'outputs'"],
    ['shard.size', 'UNKNOWN_NAME', 'index, count, item'],
    ['project.x', 'INCOMPLETE_REFERENCE', 'project.params.region'],
    ['project.labels.x', 'UNKNOWN_NAME', 'params'],
    ['constructor.constructor', 'UNKNOWN_NAME', 'params'],
    ['__proto__', 'UNKNOWN_NAME', 'params'],
    ['[1].all(x, true) && x', 'UNKNOWN_NAME', "'x'"],
  ])('of %s are refused', (source, code, words) => {
    const error = failure(source);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint ?? ''}`).toContain(words);
  });
});
