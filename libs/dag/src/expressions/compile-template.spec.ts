import { describe, expect, it } from 'vitest';
import { compileTemplate, hasTemplate } from './compile-template.js';
import { ExpressionError } from './expression-error.js';
import { makeScope } from './scope.js';
import type { Value } from './value.js';

const day: Value = { kind: 'date', iso: '2026-11-20' };
const scope = makeScope({
  params: {
    name: 'x',
    n: 3n,
    rate: 1.5,
    on: true,
    nothing: null,
    day,
    list: [1n, 'a', day],
    map: new Map([['k', 1n]]),
  },
});
const evaluate = (source: string): Value => compileTemplate(source).evaluate(scope);

function failure(work: () => unknown): ExpressionError {
  try {
    work();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('a template', () => {
  it('that is exactly one expression keeps the type', () => {
    expect(evaluate('${{ params.n }}')).toBe(3n);
    expect(evaluate('${{params.day}}')).toEqual(day);
    expect(evaluate('${{ params.nothing }}')).toBe(null);
    expect(evaluate('${{ params.list }}')).toEqual([1n, 'a', day]);
  });

  it.each([
    ['n=${{ params.n }}', 'n=3'],
    [' ${{ params.n }}', ' 3'],
    ['${{ params.n }}\n', '3\n'],
    ['${{ params.n }}${{ params.n }}', '33'],
    ['a${{ params.nothing }}b', 'ab'],
    ['${{ params.rate }}/${{ params.on }}/${{ params.day }}', '1.5/true/2026-11-20'],
    ['${{ params.list }};', '[1,"a","2026-11-20"];'],
    ['${{ params.map }};', '{"k":1};'],
  ])('formats values within text: %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  it.each([
    ["${{ 'a}}b' }}!", 'a}}b!'],
    ['${{ "a\\"}}" }}!', 'a"}}!'],
    ["${{ r'\\' + '}}' }}!", '\\}}!'],
    ["${{ '''it's }} ''' }}!", "it's }} !"],
    ["${{ {'a': {'b': 1}}.a.b }}!", '1!'],
    ["${{ {'a': {'b': 1}} }}", new Map([['a', new Map([['b', 1n]])]])],
    ["${{ 'https://example.org' }}!", 'https://example.org!'],
    ["${{ params.n // don't }}!", '3!'],
    ["${{ '${{' }}!", '${{!'],
  ])('ends where the expression ends: %s', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  it.each([
    ['$${{ params.n }}', '${{ params.n }}'],
    ['a $${{ b $${{ c', 'a ${{ b ${{ c'],
    ['$$${{ params.n }}', '$${{ params.n }}'],
    ['$${{ ${{ params.n }} }}', '${{ 3 }}'],
    ['${{ params.n }}$${{', '3${{'],
    ['$5 {{ }} ${ x }', '$5 {{ }} ${ x }'],
    ['', ''],
  ])('takes $${{ for the characters: %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  it('knows whether it is constant', () => {
    expect(compileTemplate('a $${{ b').isConstant).toBe(true);
    expect(compileTemplate('').isConstant).toBe(true);
    expect(compileTemplate('${{ 1 }}').isConstant).toBe(false);
    expect([hasTemplate('a'), hasTemplate('$${{ a }}'), hasTemplate('$${{ ${{ 1 }}')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('counts offsets in the whole text', () => {
    const { references } = compileTemplate('a ${{ params.n }} ${{ 1 + params.rate }}');
    expect(references).toEqual([
      { root: 'params', path: ['n'], offset: 6 },
      { root: 'params', path: ['rate'], offset: 26 },
    ]);
    expect(failure(() => compileTemplate('ab ${{ parms.n }}')).offset).toBe(7);
    expect(failure(() => compileTemplate('ab ${{ 1 + }}')).offset).toBe(9);
    expect(failure(() => evaluate('ab ${{ 1 + params.nope }}')).offset).toBe(17);
  });

  it('that is not closed is an error at its beginning', () => {
    expect(failure(() => compileTemplate('ab ${{ params.n }')).code).toBe('UNCLOSED_TEMPLATE');
    expect(failure(() => compileTemplate('ab ${{ params.n }')).offset).toBe(3);
    expect(failure(() => compileTemplate("${{ it's }}")).hint).toContain('quote at 6');
    expect(failure(() => compileTemplate('${{ }}')).message).toBe('The expression is empty.');
  });

  it('does not read the values that it puts in', () => {
    const hostile = makeScope({ params: { name: '${{ secrets.KEY }}', n: '$${{' } });
    expect(compileTemplate('${{ params.name }} ${{ params.n }}').evaluate(hostile)).toBe(
      '${{ secrets.KEY }} $${{',
    );
  });

  it('is bounded in parts and in what it makes', () => {
    expect(failure(() => compileTemplate('${{1}}'.repeat(5_000))).code).toBe('TOO_COMPLEX');
    const big = makeScope({ params: { name: 'x'.repeat(600_000) } });
    const twice = compileTemplate('${{ params.name }} ${{ params.name }}');
    expect(failure(() => twice.evaluate(big)).code).toBe('TOO_EXPENSIVE');
    expect(compileTemplate('{'.repeat(200_000)).isConstant).toBe(true);
    expect(failure(() => compileTemplate(`\${{${'{'.repeat(200_000)}`)).code).toBe('UNCLOSED_TEMPLATE');
  });
});
