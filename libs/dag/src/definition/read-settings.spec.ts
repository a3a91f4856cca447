import { describe, expect, it } from 'vitest';
import { definitionOf, problemsOf, workflowText } from './parse-samples.contract.js';

const PARAMS = 'params: { n: { type: integer }, s: { type: string } }';
const http = (request: string, more = ''): string =>
  workflowText(`  a: { type: http, request: { url: x, ${request} }${more} }`, PARAMS);

describe('keys of a task type with expressions', () => {
  it.each([
    ['a number', 'retries: "${{ params.n }}"'],
    ['one of a few words', 'method: "${{ params.s }}"'],
    ['one of two shapes', 'body: { size: "${{ params.n }}" }'],
    ['the other of two shapes', 'body: "${{ params.s }}"'],
    ['a whole map', 'headers: "${{ params.s }}"'],
    ['text with more around it', 'headers: { A: "b ${{ params.n }} c" }'],
  ])('may stand for %s', (_, request) => {
    expect(problemsOf(http(request))).toBe('-');
  });

  it('may stand for what has to match a pattern', () => {
    expect(
      problemsOf(http('method: GET', ', expect: { status: ["${{ params.n }}", "${{ params.n }}xx"] }')),
    ).toBe('-');
  });

  it.each([
    [
      'a number with text around it',
      'retries: "1${{ params.n }}"',
      "5:48: INVALID_TYPE 'tasks.a.request.retries' must be a number, not text.",
    ],
    [
      'a wrong value beside one',
      'retries: "${{ params.n }}", method: PUT',
      "5:75: INVALID_VALUE 'tasks.a.request.method' must be one of GET, POST, not 'PUT'.",
    ],
    [
      'a wrong shape around one',
      'body: { length: "${{ params.n }}" }',
      "5:39: MISSING_KEY 'tasks.a.request.body' has no 'size': it is required. (hint: write size: and a number)",
    ],
    [
      'a map with text around it',
      'headers: "a${{ params.s }}"',
      "5:48: INVALID_TYPE 'tasks.a.request.headers' must be a map, not text.",
    ],
  ])('do not excuse %s', (_, request, expected) => {
    expect(problemsOf(http(request)).split('\n')[0]).toBe(expected);
  });

  it('stay as they are written, and so do values that the schema would change', () => {
    const text = workflowText(
      '  a: { type: noop, duration: 5s }\n  b: { type: noop, duration: "${{ params.s }}" }',
      PARAMS,
    );
    expect(definitionOf(text).tasks.a?.settings).toEqual({ duration: '5s' });
    expect(definitionOf(text).tasks.b?.settings).toEqual({ duration: '${{ params.s }}' });
  });

  it('are checked for a wrong duration all the same', () => {
    expect(problemsOf(workflowText('  a: { type: noop, duration: 5 }'))).toBe(
      '5:30: INVALID_DURATION 5 is a bare number: a duration needs a unit. (hint: write 5s for seconds or 5m for minutes)',
    );
  });
});

describe('values in the keys of a task type', () => {
  const outputsOf = (outputs: string, more = ''): unknown =>
    definitionOf(workflowText(`  a: { type: noop, outputs: ${outputs} }`, more)).tasks.a?.settings['outputs'];

  it.each([
    ['5.0', '${{ 5.0 }}'],
    ['1e2', '${{ 100.0 }}'],
    ['-2.50e1', '${{ -25.0 }}'],
    ['-0.0', '${{ -0.0 }}'],
    ['5', 5],
    ['0x1e', 30],
    ['1.5', 1.5],
    ['"5.0"', '5.0'],
  ])('stay doubles where they are written as such: %s', (written, kept) => {
    expect(outputsOf(`{ v: ${written} }`)).toEqual({ v: kept });
  });

  it('stay doubles in lists, in maps and behind an alias', () => {
    expect(outputsOf('{ v: &v [1.0, 1, { deep: 2.0 }], w: *v }')).toEqual({
      v: ['${{ 1.0 }}', 1, { deep: '${{ 2.0 }}' }],
      w: ['${{ 1.0 }}', 1, { deep: '${{ 2.0 }}' }],
    });
  });

  it('are no expressions where a type takes plain JSON', () => {
    const text = workflowText('  a: { type: http, request: { url: x, retries: 2.0 } }');
    expect(definitionOf(text).tasks.a?.settings).toEqual({ request: { url: 'x', retries: 2 } });
  });
});
