import { describe, expect, it } from 'vitest';
import { codesOf, problemsOf, workflowText } from './parse-samples.contract.js';

const file = (param: string): string => workflowText('  a: { type: noop }', `params:\n  p: ${param}`);

describe('parameters whose literals fit', () => {
  it.each([
    '{ type: integer, default: 5, min: 1, max: 5 }',
    '{ type: integer, default: "5", enum: [5, "6"] }',
    '{ type: number, default: 0.5, min: 0, max: 1 }',
    '{ type: boolean, default: false }',
    '{ type: date, default: 2026-11-20, min: 2026-01-01 }',
    '{ type: datetime, default: 2026-11-20T10:00:00Z }',
    '{ type: duration, default: 1h30m, max: 2h }',
    '{ type: list, default: [1, a], max: 2 }',
    '{ type: map, default: { a: 1 } }',
    '{ type: string, default: ab, pattern: "[a-z]+", min: 2 }',
    '{ type: string, default: null }',
    '{ type: integer, min: 1, default: "${{ run.round }}" }',
    '{ type: string, required: true, description: "Which one" }',
  ])('%s', (param) => {
    expect(problemsOf(file(param))).toBe('-');
  });
});

describe('parameters whose literals do not fit', () => {
  it.each([
    [
      'a wrong type',
      '{ type: strin }',
      "7:14: INVALID_VALUE 'params.p.type' must be one of string, integer, number, boolean, date, datetime, duration, list, map, not 'strin'. (hint: did you mean 'string'?)",
    ],
    [
      'no type',
      '{ default: 1 }',
      "7:3: MISSING_KEY 'params.p' has no 'type': it is required. (hint: write type: and one of string, integer, number, boolean, date, datetime, duration, list, map)",
    ],
    [
      'a misspelt key',
      '{ type: string, defualt: x }',
      "7:22: UNKNOWN_KEY 'defualt' is not a key of 'params.p'. (hint: did you mean 'default'?)",
    ],
    [
      'a default',
      '{ type: integer, default: x }',
      "7:32: INVALID_DEFAULT Parameter 'p', default: 'x' is not an integer.",
    ],
    [
      'a default not in the list',
      '{ type: string, enum: [a, b], default: c }',
      "7:45: INVALID_DEFAULT Parameter 'p', default: 'c' is not one of a, b.",
    ],
    [
      'a default below',
      '{ type: integer, min: 5, default: 4 }',
      "7:40: INVALID_DEFAULT Parameter 'p', default: '4' is below the minimum 5.",
    ],
    [
      'a default above',
      '{ type: date, max: 2026-01-01, default: 2026-01-02 }',
      "7:46: INVALID_DEFAULT Parameter 'p', default: '2026-01-02' is above the maximum 2026-01-01.",
    ],
    [
      'a default of another pattern',
      '{ type: string, pattern: "[a-z]+", default: A }',
      "7:50: INVALID_DEFAULT Parameter 'p', default: 'A' does not match the pattern [a-z]+.",
    ],
    [
      'a choice',
      '{ type: integer, enum: [1, x] }',
      "7:33: INVALID_ENUM Parameter 'p', enum: 'x' is not an integer.",
    ],
    [
      'no choice',
      '{ type: integer, enum: [] }',
      "7:29: OUT_OF_RANGE 'params.p.enum' must have, in items, at least 1.",
    ],
    [
      'bounds the wrong way',
      '{ type: integer, min: 5, max: 1 }',
      "7:28: INVALID_BOUND The min of 'p' is greater than its max.",
    ],
    [
      'dates the wrong way',
      '{ type: date, min: 2026-02-01, max: 2026-01-01 }',
      "7:25: INVALID_BOUND The min of 'p' is greater than its max.",
    ],
    [
      'a bound of a boolean',
      '{ type: boolean, max: 1 }',
      "7:28: INVALID_BOUND Parameter 'p', max: a boolean has no max.",
    ],
    [
      'a pattern of a number',
      '{ type: integer, pattern: x }',
      "7:32: INVALID_PATTERN Parameter 'p', pattern: a pattern is for strings, not for the type integer.",
    ],
  ])('%s', (_, param, expected) => {
    expect(problemsOf(file(param))).toBe(expected);
  });

  it('a pattern that is none', () => {
    expect(codesOf(file('{ type: string, pattern: "[a", default: x }'))).toEqual(['INVALID_PATTERN']);
    expect(codesOf(file('{ type: string, pattern: "(?=a)" }'))).toEqual(['INVALID_PATTERN']);
  });

  it('a bound that is none, and then no default is judged by it', () => {
    expect(problemsOf(file('{ type: date, min: soon, default: 2026-01-01 }'))).toMatch(
      /^7:25: INVALID_BOUND [^\n]*$/,
    );
  });
});

describe('what a default may use', () => {
  const params = (lines: string): string =>
    problemsOf(workflowText('  a: { type: noop }', `params:\n${lines}`));

  it('is run and earlier parameters', () => {
    expect(
      params('  a: { type: string }\n  b: { type: string, default: "${{ params.a }} ${{ run.trigger }}" }'),
    ).toBe('-');
  });

  it('is no later parameter and not itself', () => {
    expect(
      params(
        '  a: { type: string, default: "${{ params.b }}" }\n  b: { type: list, default: ["${{ params.b }}"] }',
      ),
    ).toBe(
      [
        "7:36: LATER_PARAM The default of 'a' can use earlier parameters only, not 'b'. (hint: write b before a)",
        "8:35: LATER_PARAM The default of 'b' can use earlier parameters only, not 'b'.",
      ].join('\n'),
    );
  });

  it('is no task', () => {
    expect(params('  a: { type: string, default: "${{ tasks.a.state }}" }')).toBe(
      '7:36: NAME_NOT_AVAILABLE A default cannot use tasks: parameters are computed before any task runs. (hint: use run and earlier params)',
    );
  });

  it('is not called unknown when its own definition cannot be read', () => {
    expect(params('  a: { type: strin }\n  b: { type: string, default: "${{ params.a }}" }')).not.toContain(
      'UNKNOWN_PARAM',
    );
  });
});
