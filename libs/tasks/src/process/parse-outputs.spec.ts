import { describe, expect, it } from 'vitest';
import { parseOutputs } from './parse-outputs.js';

const problemOf = (text: string): string => {
  const read = parseOutputs(text);
  return 'message' in read ? read.message : '';
};

describe('parseOutputs', () => {
  it('reads text as it stands, with everything after the first sign', () => {
    expect(parseOutputs('rows=12\nurl=a=b:=c<<d\nspaced=  two  \nempty=\n')).toEqual({
      outputs: { rows: '12', url: 'a=b:=c<<d', spaced: '  two  ', empty: '' },
    });
  });

  it('reads JSON with integers apart from other numbers', () => {
    expect(parseOutputs('n:=12\nx:=1.5\nlist:=[1,"a"]\nmap:={"k":true}\nnone:=null')).toEqual({
      outputs: { n: 12n, x: 1.5, list: [1n, 'a'], map: new Map([['k', true]]), none: null },
    });
  });

  it('reads several lines up to the word that ends them', () => {
    expect(parseOutputs('text<<END\nfirst\n\n END\nEND x\nEND\nnext=1')).toEqual({
      outputs: { text: 'first\n\n END\nEND x', next: '1' },
    });
    expect(parseOutputs('text<<---\n---')).toEqual({ outputs: { text: '' } });
  });

  it('takes the last of two equal names, and no output at all', () => {
    expect(parseOutputs('a=1\na=2')).toEqual({ outputs: { a: '2' } });
    expect(parseOutputs('\n  \n')).toEqual({ outputs: {} });
  });

  it('gives names such as toString as plain outputs', () => {
    expect(Object.keys(parseOutputs('toString=1'))).toEqual(['outputs']);
    expect(parseOutputs('toString=1')).toEqual({ outputs: { toString: '1' } });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the name %s', (name) => {
    for (const line of [`${name}=1`, `${name}:={"a":1}`, `${name}<<E\nx\nE`]) {
      expect(problemOf(`ok=1\n${line}`)).toContain('line 2');
    }
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it.each([
    ['no sign', 'rows 12', 1],
    ['a blank before the sign', 'a=1\nrows = 12', 2],
    ['a digit first', '\n\n1st=x', 3],
    ['a name of other letters', 'größe=1', 1],
    ['JSON that ends early', 'a:={', 1],
    ['no JSON', 'a:=', 1],
    ['a block without a word', 'a<<', 1],
    ['a block with two words', 'a<<two words', 1],
    ['a block that never ends', 'a=1\nb<<END\ntext\nEN', 2],
  ])('names the line of %s', (_, text, line) => {
    expect(parseOutputs(text)).toMatchObject({ code: 'OUTPUTS_INVALID' });
    expect(problemOf(text)).toContain(`line ${line}:`);
  });

  it('does not show what stands in a line', () => {
    expect(problemOf('password: hunter2')).not.toContain('hunter2');
    expect(problemOf('password:=hunter2')).not.toContain('hunter2');
  });
});
