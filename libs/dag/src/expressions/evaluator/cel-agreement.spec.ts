import { celEnv, isCelError, isCelList, isCelMap, parse, plan } from '@bufbuild/cel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile-expression.js';
import { ExpressionError } from '../expression-error.js';
import { makeScope } from '../scope.js';

/** The library's own evaluator, which passes CEL's conformance tests, is the judge of ours. */
const env = celEnv();
const ERROR = 'error';

function plain(value: unknown): unknown {
  if (isCelError(value)) return ERROR;
  if (isCelList(value)) return [...value].map(plain);
  if (isCelMap(value)) return new Map([...value].map(([key, item]) => [key, plain(item)]));
  return value;
}

const judged = (source: string): unknown => plain(plan(env, parse(source))());

function ours(source: string): unknown {
  try {
    return compileExpression(source).evaluate(makeScope({}));
  } catch (error) {
    if (error instanceof ExpressionError) return ERROR;
    throw error;
  }
}

const texts = fc.constantFrom("''", "'a'", "'b'", "'ab'", "'ü😀'", "'12'", "'true'");
const scalar = fc.oneof(
  fc.constantFrom('0', '1', '2', '-3', '9223372036854775807', '-9223372036854775808'),
  fc.constantFrom('0.0', '1.0', '2.5', '-0.5', '1e300'),
  texts,
  fc.constantFrom('true', 'false', 'null'),
);

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const binary = fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '&&', '||');
  const body = fc.constantFrom(
    'x',
    'x + x',
    'x == 1',
    'x > 0',
    '1 / x > 0',
    '[x, x]',
    'x != x',
    'true',
    'x || true',
  );
  const macro = fc.constantFrom('all', 'exists', 'exists_one', 'map', 'filter');
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      scalar,
      fc.tuple(inner, binary, inner).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc.tuple(inner, inner).map(([a, b]) => `{'k': ${a}, 'l': ${b}}`),
      fc.tuple(inner, inner).map(([a, b]) => `(${a} in {'a': 1, 'ab': [${b}]})`),
      fc.tuple(inner, inner).map(([a, b]) => `(${a} in [1, ${b}])`),
      fc.tuple(inner, macro, body).map(([a, name, b]) => `${a}.${name}(x, ${b})`),
      fc.tuple(inner, inner).map(([a, b]) => `[${a}, ${b}].map(x, x != 1, [x])`),
      fc.tuple(fc.constantFrom('size', '!', 'dyn'), inner).map(([name, a]) => `${name}(${a})`),
      fc
        .tuple(inner, fc.constantFrom('contains', 'startsWith', 'endsWith'), inner)
        .map(([a, f, b]) => `${a}.${f}(${b})`),
      // Not any value: the library takes a key with the value null for missing.
      fc.constantFrom('k', 'm').map((key) => `has({'k': 1}.${key})`),
      inner.map((a) => `{'k': ${a}}['k']`),
      fc.tuple(inner, fc.constantFrom('0', '1', '5')).map(([a, index]) => `[${a}, 1][${index}]`),
    ),
  };
});

describe('the evaluator', () => {
  it('agrees with the library on any expression', () => {
    fc.assert(
      fc.property(expression, (source) => {
        expect(ours(source)).toEqual(judged(source));
      }),
      { numRuns: 400, seed: 20_261_120 },
    );
  });
});
