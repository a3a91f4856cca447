import { describe, expect, it } from 'vitest';
import type { JsonValue, ParamDefinition } from '../definition/workflow-definition.js';
import { formatValue } from '../expressions/format-value.js';
import type { Value } from '../expressions/value.js';
import type { ResolvedParams } from './resolve-params.js';
import { resolveParams } from './resolve-params.js';

const run: Readonly<Record<string, Value>> = {
  id: 'r1',
  round: 1n,
  logicalDate: { kind: 'datetime', epochMs: Date.UTC(2026, 10, 20, 23, 30), zone: 'Europe/Berlin' },
};

type Partial = Pick<ParamDefinition, 'type'> &
  Omit<{ [K in keyof ParamDefinition]?: ParamDefinition[K] }, 'type'>;
const define = (definition: Partial): ParamDefinition => ({ required: false, secret: false, ...definition });

function resolve(
  definitions: Record<string, Partial>,
  given: Record<string, JsonValue> = {},
): ResolvedParams {
  const entries = Object.entries(definitions).map(([name, one]): [string, ParamDefinition] => [
    name,
    define(one),
  ]);
  return resolveParams(Object.fromEntries(entries), given, run, 'Europe/Berlin');
}

function texts(result: ResolvedParams): Record<string, string> {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return Object.fromEntries(Object.entries(result.values).map(([name, value]) => [name, formatValue(value)]));
}

function problems(result: ResolvedParams): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code, param }) => `${code} ${param}`);
}

function messages(result: ResolvedParams): string {
  return result.ok ? '' : result.problems.map(({ message }) => message).join('\n');
}

describe('parameters', () => {
  it('are what was given, else the default, else null', () => {
    const definitions: Record<string, Partial> = {
      region: { type: 'string', default: 'eu' },
      count: { type: 'integer', default: 1 },
      note: { type: 'string' },
      zero: { type: 'integer', default: 7 },
    };
    const result = resolve(definitions, { count: '5' });
    expect(result).toEqual({ ok: true, values: { region: 'eu', count: 5n, note: null, zero: 7n } });
  });

  it('that are given as null are not given: no limit of theirs is passed by', () => {
    const definitions: Record<string, Partial> = {
      zero: { type: 'integer', default: 7, min: 1 },
      letter: { type: 'string', default: 'a', enum: ['a', 'b'] },
      bad: { type: 'integer', default: 9, max: 5 },
      note: { type: 'string' },
    };
    const { bad: _bad, ...good } = definitions;
    expect(resolve(good, { zero: null, letter: null, note: null })).toEqual({
      ok: true,
      values: { zero: 7n, letter: 'a', note: null },
    });
    expect(problems(resolve(definitions, { bad: null }))).toEqual(['PARAMETER_RANGE bad']);
  });

  it('have defaults that see the run and the parameters before', () => {
    const result = resolve({
      day: { type: 'date', default: '${{ run.logicalDate.minusDays(1) }}' },
      path: { type: 'string', default: 'in/${{ params.day.format("yyyyMMdd") }}/$${{x' },
      retries: { type: 'integer', default: '${{ run.round + 2 }}' },
      ratio: { type: 'number', default: '${{ run.round }}' },
      list: { type: 'list', default: ['${{ params.retries }}', 'n${{ run.round }}', 1] },
      map: { type: 'map', default: { a: '${{ params.day }}' } },
      at: { type: 'datetime', default: '${{ params.day }}' },
    });
    expect(texts(result)).toEqual({
      day: '2026-11-20',
      path: 'in/20261120/${{x',
      retries: '3',
      ratio: '1',
      list: '[3,"n1",1]',
      map: '{"a":"2026-11-20"}',
      at: '2026-11-20T00:00:00+01:00',
    });
  });

  it('never read a given value as a template', () => {
    expect(texts(resolve({ a: { type: 'string' } }, { a: '${{ run.id }}' }))).toEqual({ a: '${{ run.id }}' });
  });

  it('report all problems at once, in their order', () => {
    const result = resolve(
      {
        region: { type: 'string', enum: ['eu', 'us'] },
        count: { type: 'integer', min: 1, max: 10 },
        code: { type: 'string', pattern: '[a-z]+', max: 3 },
        day: { type: 'date', required: true },
        size: { type: 'integer' },
        rest: { type: 'string', default: '${{ params.count }}' },
      },
      { regio: 'eu', region: 'asia', count: 11, code: 'ABCD', size: 'many' },
    );
    expect(problems(result)).toEqual([
      'UNKNOWN_PARAMETER regio',
      'PARAMETER_ENUM region',
      'PARAMETER_RANGE count',
      'PARAMETER_RANGE code',
      'PARAMETER_PATTERN code',
      'MISSING_PARAMETER day',
      'PARAMETER_TYPE size',
    ]);
    expect(messages(result)).toContain("Did you mean 'region'?");
    expect(messages(result)).toContain("Parameter 'region': 'asia' is not one of eu, us.");
    expect(messages(result)).toContain("Parameter 'count': '11' is above the maximum 10.");
    expect(messages(result)).toContain("Parameter 'day': It is required: give a date.");
  });

  it.each<[Partial, JsonValue, string]>([
    [{ type: 'integer', min: 1 }, 1, 'none'],
    [{ type: 'integer', min: 1 }, 0, 'PARAMETER_RANGE'],
    [{ type: 'integer', max: 1.5 }, 1, 'PARAMETER_DEFINITION'],
    [{ type: 'number', min: 0, max: 1 }, 0.5, 'none'],
    [{ type: 'number', max: 1 }, 1.0001, 'PARAMETER_RANGE'],
    [{ type: 'date', min: '2026-01-01' }, '2025-12-31', 'PARAMETER_RANGE'],
    [{ type: 'date', min: '2026-01-01' }, '2026-01-01', 'none'],
    [{ type: 'datetime', max: '2026-01-01T00:00:00Z' }, '2026-01-01T00:30:00+01:00', 'none'],
    [{ type: 'datetime', max: '2026-01-01T00:00:00Z' }, '2026-01-01T01:30:00+01:00', 'PARAMETER_RANGE'],
    [{ type: 'duration', min: '1m', max: '1h' }, '90s', 'none'],
    [{ type: 'duration', max: '1h' }, '61m', 'PARAMETER_RANGE'],
    [{ type: 'duration', max: 60 }, '30s', 'PARAMETER_DEFINITION'],
    [{ type: 'string', min: 2, max: 3 }, '😀😀', 'none'],
    [{ type: 'string', min: 2 }, '😀', 'PARAMETER_RANGE'],
    [{ type: 'list', max: 1 }, [1, 2], 'PARAMETER_RANGE'],
    [{ type: 'map', min: 1 }, {}, 'PARAMETER_RANGE'],
    [{ type: 'boolean', min: 1 }, true, 'PARAMETER_DEFINITION'],
    [{ type: 'integer', enum: [1, 2] }, '2', 'none'],
    [{ type: 'date', enum: ['2026-01-01'] }, '2026-01-02', 'PARAMETER_ENUM'],
    [{ type: 'list', enum: [[1], [2]] }, [2], 'none'],
    [{ type: 'integer', enum: ['x'] }, 1, 'PARAMETER_DEFINITION'],
    [{ type: 'string', enum: ['a'] }, null, 'none'],
    [{ type: 'string', required: true }, null, 'MISSING_PARAMETER'],
    [{ type: 'string', pattern: 'a|b' }, 'b', 'none'],
    [{ type: 'string', pattern: 'a|b' }, 'xb', 'PARAMETER_PATTERN'],
    [{ type: 'string', pattern: 'a|b' }, 'b\n', 'PARAMETER_PATTERN'],
    [{ type: 'string', pattern: '(?m)^a$' }, 'x\na', 'PARAMETER_PATTERN'],
    [{ type: 'string', pattern: 'a)|(b' }, 'b', 'PARAMETER_DEFINITION'],
    [{ type: 'string', pattern: '(?=a)' }, 'b', 'PARAMETER_DEFINITION'],
    [{ type: 'string', pattern: '(x+)+' }, `${'x'.repeat(50_000)}!`, 'PARAMETER_PATTERN'],
  ])('by %o take %o with %s', (definition, json, code) => {
    const result = resolve({ a: definition }, { a: json });
    expect(problems(result)).toEqual(code === 'none' ? [] : [`${code} a`]);
  });

  it('check defaults like given values', () => {
    expect(problems(resolve({ a: { type: 'integer', default: 11, max: 10 } }))).toEqual([
      'PARAMETER_RANGE a',
    ]);
    expect(problems(resolve({ a: { type: 'string', default: '${{ run.round }}' } }))).toEqual([
      'PARAMETER_TYPE a',
    ]);
  });

  it('say what is wrong with a default', () => {
    const later = resolve({
      a: { type: 'string', default: '${{ params.b }}' },
      b: { type: 'string', default: 'x' },
    });
    expect(problems(later)).toEqual(['PARAMETER_DEFAULT a']);
    expect(messages(later)).toContain("params has no 'b'; it has nothing.");
    expect(problems(resolve({ a: { type: 'string', default: '${{ 1 + }}' } }))).toEqual([
      'PARAMETER_DEFAULT a',
    ]);
    expect(problems(resolve({ a: { type: 'string', default: '${{ tasks.x.state }}' } }))).toEqual([
      'PARAMETER_DEFAULT a',
    ]);
    expect(problems(resolve({ a: { type: 'string', default: '${{ 1' } }))).toEqual(['PARAMETER_DEFAULT a']);
  });

  it('do not tell what a secret is', () => {
    const secret = 's3cr3t-value';
    const result = resolve(
      {
        a: { type: 'string', secret: true, pattern: '[0-9]+' },
        b: { type: 'integer', secret: true },
        c: { type: 'string', secret: true, enum: ['x'], max: 1 },
      },
      { a: secret, b: secret, c: secret },
    );
    expect(problems(result)).toHaveLength(4);
    expect(messages(result)).not.toContain(secret);
  });

  it('take names of the language for names', () => {
    const given = JSON.parse('{"__proto__": "x", "constructor": "y", "toString": 1}') as Record<
      string,
      JsonValue
    >;
    expect(problems(resolve({ a: { type: 'string' } }, given))).toEqual([
      ...['UNKNOWN_PARAMETER __proto__', 'UNKNOWN_PARAMETER constructor', 'UNKNOWN_PARAMETER toString'],
    ]);
    const definitions = JSON.parse(
      '{"__proto__": {"type": "string"}, "constructor": {"type": "string"}}',
    ) as Record<string, Partial>;
    const result = resolve(definitions, JSON.parse('{"__proto__": "x"}') as Record<string, JsonValue>);
    expect(result.ok && Object.entries(result.values)).toEqual([
      ['__proto__', 'x'],
      ['constructor', null],
    ]);
    expect(result.ok && Object.getPrototypeOf(result.values)).toBe(null);
  });
});
