import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile-expression.js';
import { ExpressionError } from '../expression-error.js';
import { makeScope } from '../scope.js';
import type { Value } from '../value.js';

const numbers = Array.from({ length: 2_000 }, (_, index) => BigInt(index));
const scope = makeScope({
  params: {
    numbers,
    text: 'x'.repeat(60_000),
    huge: 'y'.repeat(1_000_000),
    map: new Map<string, Value>([
      ['__proto__', 1n],
      ['constructor', 2n],
    ]),
    empty: new Map<string, Value>(),
  },
});
const evaluate = (source: string): Value => compileExpression(source).evaluate(scope);

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
  return 'none';
}
const compileCode = (source: string): string => codeOf(() => compileExpression(source));
const evaluateCode = (source: string): string => codeOf(() => evaluate(source));

describe('the size of an expression', () => {
  it('may be 8 KiB', () => {
    expect(compileCode(`'${'a'.repeat(8_190)}'`)).toBe('none');
    expect(compileCode(`'${'a'.repeat(8_191)}'`)).toBe('TOO_COMPLEX');
  });

  it('may be 64 nested brackets', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(compileCode(nested(64))).toBe('none');
    expect(compileCode(nested(65))).toBe('TOO_COMPLEX');
    expect(compileCode('('.repeat(8_000))).toBe('SYNTAX');
    expect(compileCode(`${'('.repeat(4_000)}1${')'.repeat(4_000)}`)).toBe('TOO_COMPLEX');
  });

  it('may be 1000 parts', () => {
    expect(evaluate(`1${'+1'.repeat(499)}`)).toBe(500n);
    expect(compileCode(`1${'+1'.repeat(500)}`)).toBe('TOO_COMPLEX');
    expect(compileCode(`event${'.b'.repeat(3_000)}`)).toBe('TOO_COMPLEX');
    expect(compileCode(`${'!'.repeat(8_000)}true`)).toBe('TOO_COMPLEX');
    expect(compileCode(`${'true?1:'.repeat(400)}1`)).toBe('TOO_COMPLEX');
  });
});

describe('the work of an evaluation', () => {
  it('is bounded however macros are nested', () => {
    const list = '[1,2,3,4,5,6,7,8,9,10]';
    const nested = `${`${list}.all(x, `.repeat(9)}true${')'.repeat(9)}`;
    expect(evaluateCode(nested)).toBe('TOO_EXPENSIVE');
    expect(evaluateCode(`true || ${nested}`)).toBe('none');
    expect(evaluateCode(`${nested} || true`)).toBe('TOO_EXPENSIVE');
    expect(evaluateCode('params.numbers.exists(a, params.numbers.exists(b, a + b < 0))')).toBe(
      'TOO_EXPENSIVE',
    );
  });

  it('is bounded when lists are compared and searched', () => {
    expect(evaluateCode('params.numbers.all(x, params.numbers == params.numbers + [])')).toBe(
      'TOO_EXPENSIVE',
    );
    expect(evaluateCode('params.numbers.all(x, x in params.numbers)')).toBe('TOO_EXPENSIVE');
  });

  it('makes no huge values', () => {
    const doubled = (times: number): string => `[params.text]${'.map(a, a + a)'.repeat(times)}`;
    expect(evaluateCode(doubled(4))).toBe('none');
    expect(evaluateCode(doubled(40))).toBe('TOO_EXPENSIVE');
    expect(evaluateCode('params.huge + params.huge')).toBe('TOO_EXPENSIVE');
    expect(evaluateCode(`[1]${'.map(a, [a, a])'.repeat(40)}`)).toBe('TOO_EXPENSIVE');
    expect(evaluateCode(`size(string([1]${'.map(a, [a, a])'.repeat(40)}))`)).toBe('TOO_EXPENSIVE');
    expect(evaluateCode('params.numbers.map(x, params.huge)')).toBe('TOO_EXPENSIVE');
    expect(evaluateCode(`[1]${'.map(a, [a, a])'.repeat(40)} == [1]${'.map(a, [a, a])'.repeat(40)}`)).toBe(
      'TOO_EXPENSIVE',
    );
  });

  it('reads digits of any number without effort', () => {
    expect(evaluateCode('int(params.huge)')).toBe('INVALID_TEXT');
    expect(evaluateCode(`int('${'9'.repeat(8_000)}')`)).toBe('INVALID_TEXT');
    expect(evaluateCode(`double('${'9'.repeat(300)}')`)).toBe('none');
  });
});

describe('patterns', () => {
  it('take linear time', () => {
    expect(evaluate("(params.text + '!').matches('^(x+)+$')")).toBe(false);
    expect(evaluate("params.text.matches('^(x+)+$')")).toBe(true);
    expect(evaluate("params.text.matches('(x|xx)*y')")).toBe(false);
  });

  it('are RE2 and bounded', () => {
    expect(evaluateCode("'a'.matches('(?=a)')")).toBe('INVALID_PATTERN');
    expect(compileCode("params.text.matches('[a')")).toBe('INVALID_PATTERN');
    expect(evaluateCode("'a'.matches('(a)\\\\1')")).toBe('INVALID_PATTERN');
    expect(evaluateCode("'a'.matches('((a{1000}){1000}){1000}')")).toBe('TOO_EXPENSIVE');
    expect(evaluateCode(`'a'.matches('${'a'.repeat(1_001)}')`)).toBe('OUT_OF_RANGE');
    expect(evaluateCode("params.huge.matches('a')")).toBe('OUT_OF_RANGE');
    // Each character meets all of the many parts that are repeated.
    expect(evaluateCode("params.text.matches('(x|y)*x(x|y){900}[cde]')")).toBe('TOO_EXPENSIVE');
    expect(evaluateCode("'x'.matches('((x|y){30}){30}((x|y){30}){30}((x|y){30}){30}')")).toBe('none');
    expect(evaluateCode(`'x'.matches('${'((x|y){30}){30}'.repeat(50)}')`)).toBe('TOO_EXPENSIVE');
    expect(evaluateCode("params.numbers.all(n, !params.text.matches('(a?){500}a{500}'))")).toBe(
      'TOO_EXPENSIVE',
    );
  });
});

describe('names of the language beneath', () => {
  it('are names like any other', () => {
    expect(evaluate('params.map.__proto__')).toBe(1n);
    expect(evaluate('params.map.constructor')).toBe(2n);
    expect(evaluate("has(params.empty.constructor) || '__proto__' in params.empty")).toBe(false);
    expect(evaluateCode('params.empty.constructor')).toBe('MISSING_KEY');
    expect(evaluateCode('params.constructor')).toBe('MISSING_KEY');
    expect(evaluateCode('params.text.length')).toBe('TYPE');
    expect(evaluateCode("params.numbers['length']")).toBe('TYPE');
    expect(compileCode("params.text.constructor('return 1')")).toBe('UNKNOWN_FUNCTION');
    expect(compileCode('toString(params.text)')).toBe('UNKNOWN_FUNCTION');
    expect(compileCode("params.text.__defineGetter__('x', 1)")).toBe('UNKNOWN_FUNCTION');
  });

  it('never evaluates text', () => {
    const echo = compileExpression('params.code + params.code');
    const code = '${{ 1 + 1 }} ${process.exit(1)} `x`';
    expect(echo.evaluate(makeScope({ params: { code } }))).toBe(code + code);
  });
});
