import { describe, expect, it } from 'vitest';
import { compileExpression } from './compile-expression.js';
import { ExpressionError } from './expression-error.js';
import { makeScope } from './scope.js';
import type { Value } from './value.js';

const scope = makeScope({
  params: {
    region: 'eu',
    count: 3n,
    rate: 0.5,
    tags: ['a', 'b'],
    nothing: null,
    limits: new Map([['max', 5n]]),
  },
  run: {
    id: 'r1',
    round: 1n,
    logicalDate: { kind: 'datetime', epochMs: Date.UTC(2026, 10, 20, 9), zone: 'Europe/Berlin' },
    labels: new Map([['team', 'sales']]),
  },
  tasks: {
    extract: { outputs: { rows: '12', empty: '' }, state: 'succeeded', attempt: 2 },
    'no-data': { outputs: {}, state: 'skipped', attempt: 0 },
    in: { outputs: {}, state: 'failed', attempt: 1 },
  },
});

const evaluate = (source: string): Value => compileExpression(source).evaluate(scope);

function failure(work: () => unknown): ExpressionError {
  try {
    work();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
const compileFailure = (source: string): ExpressionError => failure(() => compileExpression(source));
const evaluateFailure = (source: string): ExpressionError => failure(() => evaluate(source));

describe('values in expressions', () => {
  it.each<[string, Value]>([
    ['params.region', 'eu'],
    ['params["region"]', 'eu'],
    ['params.limits.max', 5n],
    ['params.tags[1]', 'b'],
    ['run.labels.team', 'sales'],
    ["tasks['no-data'].state", 'skipped'],
    ["tasks['in'].state == 'failed'", true],
    ['tasks.extract.attempt', 2n],
    ['int(tasks.extract.outputs.rows) == 12', true],
    ['[1, 2.5, "x", null, true]', [1n, 2.5, 'x', null, true]],
    [
      "{'a': 1, 'b': [2]}",
      new Map<string, Value>([
        ['a', 1n],
        ['b', [2n]],
      ]),
    ],
    ['-9223372036854775808', -(2n ** 63n)],
    ["r'\\n' + '\\t'", '\\n\t'],
    ['"a" // a comment\n // and another\n + "b"', 'ab'],
  ])('%s is what it says', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });
});

describe('operators', () => {
  it.each<[string, Value]>([
    ['1 + 2 * 3 - 4 / 2 % 3', 5n],
    ['-7 / 2', -3n],
    ['-7 % 3', -1n],
    ['1.5 * 2.0', 3],
    ['1.0 / 0.0', Number.POSITIVE_INFINITY],
    ['1 == 1.0 && 1 < 1.5 && 2.5 > 2', true],
    ["'a' < 'b' && false < true", true],
    ["1 == '1'", false],
    ['null == 0 || params.nothing == null', true],
    ['[1, [2]] == [1.0, [2]]', true],
    ['0.0 / 0.0 == 0.0 / 0.0', false],
    ["'b' in params.tags && !('c' in params.tags)", true],
    ["'max' in params.limits", true],
    ["params.count > 2 ? 'many' : 'few'", 'many'],
    ['[1] + [2, 3]', [1n, 2n, 3n]],
    ['!!true', true],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['1 + 1.0', 'TYPE', 'double()'],
    ["'a' + 1", 'TYPE', 'string()'],
    ['params.nothing + 1', 'TYPE', 'null'],
    ['9223372036854775807 + 1', 'OUT_OF_RANGE', '64 bit'],
    ['1 / 0', 'DIVISION_BY_ZERO', 'zero'],
    ['params.region ? 1 : 2', 'TYPE', 'boolean'],
    ["'true' && true", 'TYPE', 'bool(x)'],
    ['params.tags[2]', 'OUT_OF_RANGE', '2 elements'],
    ['params.tags[-1]', 'OUT_OF_RANGE', '-1'],
    ['1 < null', 'TYPE', 'null'],
    ['{1: 2}', 'TYPE', 'text'],
  ])('%s fails with %s and says what to do', (source, code, words) => {
    const error = evaluateFailure(source);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint ?? ''}`).toContain(words);
  });

  it('absorbs an error of one term when another decides', () => {
    expect(evaluate('params.tags[9] == 1 || true')).toBe(true);
    expect(evaluate('params.tags[9] == 1 && false')).toBe(false);
    expect(evaluateFailure('params.tags[9] == 1 || false').code).toBe('OUT_OF_RANGE');
  });
});

describe('macros and functions', () => {
  it.each<[string, Value]>([
    ['[1, 2, 3].map(x, x * 2)', [2n, 4n, 6n]],
    ['[1, 2, 3].filter(x, x > 1)', [2n, 3n]],
    ['[1, 2, 3].map(x, x > 1, x * 10)', [20n, 30n]],
    ['[1, 2].all(x, x > 0) && ![1, 2].all(x, x > 1)', true],
    ['[1, 2].exists(x, x == 2) && ![1].exists(x, x == 2)', true],
    ['[1, 2, 2].exists_one(x, x == 1)', true],
    ['[1, 2, 2].exists_one(x, x == 2)', false],
    ['[0, 1].exists(x, 1 / x == 1)', true],
    [
      '[1, 2].map(x, [x, x + 1].map(y, x * y))',
      [
        [1n, 2n],
        [4n, 6n],
      ],
    ],
    ['[1, 2].map(x, [3].map(x, x))', [[3n], [3n]]],
    ['[1].map(params, params + 1)', [2n]],
    ['params.limits.map(k, k)', ['max']],
    ['has(params.limits.max) && !has(params.limits.min)', true],
    ['has(params.nothing)', true],
    ['has(params.nothing.x)', false],
    ["size('aü😀') == 3 && 'ab'.size() == 2 && size(params.tags) == 2", true],
    ["'abc'.contains('b') && 'abc'.startsWith('a') && 'abc'.endsWith('c')", true],
    ["'eu-west'.matches('^[a-z]+-') && matches('x', 'x')", true],
    ["double('1e3') == 1000.0 && double(2) == 2.0 && int(2.9) == 2 && int(-2.9) == -2", true],
    ["bool('true') && string(true) == 'true' && string(1.0) == '1' && string([1]) == '[1]'", true],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  it('reads integers strictly, after trimming', () => {
    expect(evaluate("int(' +0042\\n')")).toBe(42n);
    for (const text of ['', ' ', '1.0', '1e3', '0x10', '1_000', '--1', '+', '٣', '9223372036854775808']) {
      expect(evaluateFailure(`int('${text}')`).code).toMatch(/INVALID_TEXT|OUT_OF_RANGE/);
    }
    expect(evaluateFailure('int(tasks.extract.outputs.empty)').message).toContain('The empty text');
  });

  it.each([
    ["ds('$[yyyyMMdd-1]')", 'NOT_YET_SUPPORTED', 'minusDays'],
    ['raw(params.region)', 'NOT_YET_SUPPORTED', 'env'],
    ['upper(params.region)', 'UNKNOWN_FUNCTION', 'upper'],
    ['params.region.strtsWith("e")', 'UNKNOWN_FUNCTION', "'startsWith'"],
    ['int(1, 2)', 'UNKNOWN_FUNCTION', 'takes 1'],
    ['startsWith("a", "b")', 'UNKNOWN_FUNCTION', 'x.startsWith'],
    ['timestamp("2026-01-01T00:00:00Z")', 'UNKNOWN_FUNCTION', 'datetime'],
    ['has(params)', 'UNKNOWN_FUNCTION', 'has(params.x)'],
    ['params.tags.map(1, 2)', 'UNKNOWN_FUNCTION', 'map(x, …)'],
    ['1u', 'UNSUPPORTED', 'without u'],
    ["b'x'", 'UNSUPPORTED', 'bytes'],
    ['Foo{a: 1}', 'UNSUPPORTED', 'Foo'],
    ['google.protobuf.Timestamp{}', 'UNSUPPORTED', 'Timestamp'],
    ['9223372036854775808', 'OUT_OF_RANGE', '64 bits'],
  ])('refuses %s when it is compiled', (source, code, words) => {
    const error = compileFailure(source);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint ?? ''}`).toContain(words);
  });
});

describe('errors', () => {
  it('name the missing key and those that exist', () => {
    const error = evaluateFailure("{'rows': 1, 'empty': 2}.nope == 1");
    expect(error.code).toBe('MISSING_KEY');
    expect(error.message).toBe("The map has no 'nope'; it has rows, empty.");
  });

  it.each([
    ['true && tasks.extract.outputs.nope == 1', "tasks.extract.outputs has no 'nope'"],
    ["tasks['no-data'].outputs.nope", "tasks['no-data'].outputs has no 'nope'"],
    ["tasks.extract.outputs['no-pe']", "tasks.extract.outputs has no 'no-pe'"],
  ])('do not tell what other outputs a task has, which a scope does not know: %s', (source, words) => {
    const error = evaluateFailure(source);
    expect(error.code).toBe('MISSING_KEY');
    expect(error.message).toBe(`${words}: the task gave no output of that name.`);
    expect(error.offset).toBeLessThan(source.length);
  });

  it('tell a root that is not available from one that is unknown', () => {
    expect(evaluateFailure('secrets.KEY').code).toBe('NAME_NOT_AVAILABLE');
    expect(compileFailure('secret.KEY').hint).toBe("Did you mean 'secrets'?");
  });

  it('hint at the call where a field of a time is meant', () => {
    expect(evaluateFailure('run.logicalDate.year').hint).toContain('year()');
  });

  it.each([
    ['', 'empty', 0],
    ['   ', 'empty', 0],
    ["'abc", 'never ends', 0],
    ['(1 + 2', 'never closed', 0],
    ['[1)', "closed by ')'", 2],
    ['1 + 2)', 'closes nothing', 5],
    ['a b', 'cannot be read', 2],
    ['params.region &', 'cannot be read', 14],
  ])('of syntax in <%s> say where', (source, words, offset) => {
    const error = compileFailure(source);
    expect(error.code).toBe('SYNTAX');
    expect(error.message).toContain(words);
    expect(error.offset).toBe(offset);
  });

  it('say how to write names that CEL reserves', () => {
    expect(compileFailure("tasks.in.state == 'failed'").hint).toContain("tasks['in']");
    expect(compileFailure('tasks.a.outputs.true').hint).toContain("tasks.a.outputs['true']");
    expect(compileFailure('in').hint).toContain('cannot be a name');
  });

  it.each([
    ["tasks.no-data.state == 'skipped'", "tasks['no-data']"],
    ['1 + int(tasks.a-b-c.outputs.n)', "tasks['a-b-c']"],
    ['tasks.load-2.state', "tasks['load-2']"],
    ['tasks.no-params.state', "tasks['no-params']"],
    ['tasks.check-in.state', "tasks['check-in']"],
    ['tasks.a.outputs.row-count > 1', "tasks.a.outputs['row-count']"],
    ["tasks['no-data'].outputs.a-b-c == 1", "tasks['no-data'].outputs['a-b-c']"],
    ['params.n > int(tasks.a.outputs.sub-task)', "tasks.a.outputs['sub-task']"],
    ["run.labels.cost-center == 'x'", "run.labels['cost-center']"],
  ])('say that %s is read as a subtraction', (source, expected) => {
    expect(compileFailure(source).hint).toContain(expected);
  });

  it('do not take a subtraction for a name where what follows is a misspelt name of ours', () => {
    expect(compileFailure('tasks.a.outputs.n-parms.x').hint).toContain("'params'");
    expect(compileExpression('tasks.a.outputs.n-params.x').references).toHaveLength(2);
  });
});
