import { describe, expect, it } from 'vitest';
import { testContext } from '../../testing/test-context.js';
import { parseParams, parseParamsFile } from './params.js';
import { readParams } from './read-input.js';

describe('-p', () => {
  it('takes text up to the end, also with further equals signs', () => {
    expect(parseParams(['region=eu', 'query=a=b', 'empty='])).toEqual({
      region: 'eu',
      query: 'a=b',
      empty: '',
    });
  });

  it('takes JSON after :=', () => {
    expect(parseParams(['days:=[1,2]', 'none:=null', 'text:=":="'])).toEqual({
      days: [1, 2],
      none: null,
      text: ':=',
    });
  });

  it('lets the later one win', () => {
    expect(parseParams(['a=1', 'a=2'])).toEqual({ a: '2' });
  });

  it.each(['region', '=eu', 'a-b=c', '1a=b', 'a:={'])('refuses %s', (given) => {
    expect(() => parseParams([given])).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it.each([
    ['n:=1e400', '1e400'],
    ['n:=[1,{"a":-1e999}]', '-1e999'],
  ])('refuses a number that no double holds, which JSON would send as null: %s', (given, number) => {
    const problem = { code: 'PARAMETER_TYPE', param: 'n', message: `'${number}' is not a finite number.` };
    expect(() => parseParams([given])).toThrow(expect.objectContaining({ exitCode: 8, problems: [problem] }));
  });

  it('keeps a name that means something to objects', () => {
    expect(Object.keys(parseParams(['__proto__=x']))).toEqual(['__proto__']);
  });
});

describe('a file of parameters', () => {
  it('is a map in YAML or JSON', async () => {
    expect(await parseParamsFile('day: 2026-11-20\nn: 3\n', 'p.yaml')).toEqual({ day: '2026-11-20', n: 3 });
    expect(await parseParamsFile('{"a":{"b":[1]}}', 'p.json')).toEqual({ a: { b: [1] } });
  });

  it('may be empty', async () => {
    expect(await parseParamsFile('# nothing\n', 'p.yaml')).toEqual({});
  });

  it.each([
    ['a: 1\nn: 1.0e400\n', { line: 2, column: 4, message: "'1.0e400' is not a finite number." }],
    ['l: [1, .inf]\n', { line: 1, column: 8, message: "'.inf' is not a finite number." }],
    ['l: { a: .nan }\n', { line: 1, column: 9, message: "'.nan' is not a finite number." }],
  ])('is refused with the place of a number that is not finite: %j', async (text, problem) => {
    await expect(parseParamsFile(text, 'p.yaml')).rejects.toMatchObject({
      exitCode: 8,
      problems: [{ code: 'PARAMETER_TYPE', file: 'p.yaml', ...problem }],
    });
  });

  it('is refused when it is something else', async () => {
    await expect(parseParamsFile('- a\n', 'p.yaml')).rejects.toMatchObject({ exitCode: 2 });
    await expect(parseParamsFile('a: [', 'p.yaml')).rejects.toMatchObject({ exitCode: 2 });
  });

  it('gives way to -p', async () => {
    const context = testContext({ stdin: 'a: 1\nb: 2\n' });
    expect(await readParams(context, { paramsFile: '-', param: ['b=3'] })).toEqual({ a: 1, b: '3' });
  });

  it('that is not there is a usage error', async () => {
    await expect(readParams(testContext(), { paramFile: 'missing.yaml' })).rejects.toMatchObject({
      exitCode: 2,
      message: 'Cannot read missing.yaml: there is no such file.',
    });
  });
});
