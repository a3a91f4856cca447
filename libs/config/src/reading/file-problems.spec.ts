import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { load, problemsOf } from '../../testing/problems-of.js';
import { loadConfig } from '../load-config.js';

const schema = z.strictObject({
  a: z.string().optional(),
  section: z.strictObject({ first: z.int().default(1), second: z.array(z.string()).default([]) }),
});

describe('a file of settings', () => {
  it.each([
    ['a tab that indents', 'section:\n\tfirst: 1', '2:1: a tab cannot indent; use spaces'],
    [
      'several documents',
      'a: x\n---\na: y',
      '2:1: a second document begins here; keep one and take the line --- out',
    ],
    ['no map', '- a\n- b', '1:1: the file: must be a map of settings (key: value), not a list'],
    ['no map but a word', 'hello', '1:1: the file: must be a map of settings (key: value), not text'],
    [
      'a section that is no map',
      'section: 5',
      '1:10: section: must be a map of settings (key: value), not a number',
    ],
    ['a key twice', 'a: x\nsection: {}\na: y', '3:1: a: stands here a second time; keep one'],
    [
      'a section twice',
      'section: { first: 1 }\nsection: { first: 2 }',
      '2:1: section: stands here a second time; keep one',
    ],
    ['no value', 'a:\n', '1:1: a: has no value; give it one or take the line out'],
    ['null', 'section: { first: ~ }', '1:12: section.first: has no value; give it one or take the line out'],
    ['a key that is a list', '? [a]\n: b', '1:3: a key must be a name; a list, a map or nothing is none'],
    [
      'an alias',
      'a: &x y\nsection: { second: *x }',
      '2:20: section.second: aliases are not read here; write the value out, in quotes if it begins with *',
    ],
    [
      'an alias without an anchor',
      'section: { second: [a, *b] }',
      '1:24: section.second, item 2: aliases are not read here; write the value out, in quotes if it begins with *',
    ],
    [
      'a tag',
      'a: !secret x',
      '1:4: tags are not read here; take it out, or put a value that begins with ! in quotes',
    ],
    [
      'a tag for bytes',
      'a: !!binary eA==',
      '1:4: tags are not read here; take it out, or put a value that begins with ! in quotes',
    ],
    [
      'another version of YAML',
      '%YAML 1.1\n---\na: yes',
      '1:1: directives are not read here; take the line that begins with % out',
    ],
    [
      'a character that nothing begins with',
      'a: @x',
      '1:4: a value cannot begin with this character; put it in quotes',
    ],
    ['an open quote', 'a: "x', '1:6: a colon, a comma or a closing quote or bracket is missing here; add it'],
    [
      'an unknown key',
      'section: { frist: 1 }',
      "1:12: section.frist: there is no such setting; did you mean 'first'?",
    ],
    ['an unknown section', 'other: { x: 1 }', '1:1: other: there is no such setting; there are a, section'],
    [
      'a key of the prototype',
      '__proto__: { a: 1 }',
      '1:1: the file: this is not the name of a setting; there are a, section',
    ],
    [
      'a method of every object',
      'toString: x',
      '1:1: toString: there is no such setting; there are a, section',
    ],
    [
      'a merge key',
      'section:\n  <<: { first: 1 }',
      '2:3: section: this is not the name of a setting; there are first, second',
    ],
    [
      'text for a list',
      'section: { second: a }',
      '1:20: section.second: must be a list, not text; write a list: [one, another]',
    ],
    ['a map for a list', 'section: { second: { a: b } }', '1:20: section.second: must be a list, not a map'],
    ['a list for text', 'a: [x]', '1:4: a: must be text, not a list'],
  ])('may not have %s', (_, yaml, problem) => {
    expect(problemsOf(schema, { yaml })).toEqual([`millrace.yaml:${problem}`]);
  });

  it('says nothing when it is empty', () => {
    expect(load(schema, { yaml: '' })).toEqual({ section: { first: 1, second: [] } });
  });

  it('may be JSON, and end its lines with CR LF', () => {
    expect(load(schema, { yaml: '{"a":\r\n"x",\r\n"section":{"first":2}}' })).toMatchObject({
      a: 'x',
      section: { first: 2 },
    });
  });

  it.each([
    ['lists', '['.repeat(20_000)],
    ['maps', '{a: '.repeat(20_000)],
    ['lists of lines', '- '.repeat(20_000)],
  ])('may not nest %s without end', (_, yaml) => {
    expect(problemsOf(schema, { yaml })[0]).toMatch(
      /^millrace\.yaml:1:\d+: lists and maps are nested too deeply; settings need a few levels only$/,
    );
  });

  it('may not multiply itself by aliases', () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `l${level + 1}: &x${level + 1} [*x${level}, *x${level}]`,
    );
    const problems = problemsOf(schema, { yaml: ['a: &x0 x', ...levels].join('\n') });

    expect(problems).toHaveLength(30);
    expect(problems[0]).toBe('millrace.yaml:2:1: l1: there is no such setting; there are a, section');
  });

  it('is told of with its first ten bad lines', () => {
    expect(problemsOf(schema, { yaml: 'a: @\n'.repeat(50) })).toHaveLength(10);
  });

  it('may not have more than 1 MiB', () => {
    expect(problemsOf(schema, { yaml: `# ${'x'.repeat(1024 * 1024)}` })).toEqual([
      'millrace.yaml: has more than 1 MiB; is it the right file?',
    ]);
    expect(problemsOf(schema, { yaml: `# ${'ä'.repeat(600 * 1024)}` })).toHaveLength(1);
  });

  it.each([
    ['ENOENT', 'there is no such file; check the path'],
    ['EISDIR', 'is a folder; name a file'],
    ['EACCES', 'may not be read by this process; give its account the right to read it'],
    ['EIO', 'cannot be read (EIO); check the path and its rights'],
  ])('must be there and be readable: %s', (code, problem) => {
    const readText = (): string => {
      throw Object.assign(new Error('unread'), { code });
    };
    expect(() => loadConfig(schema, { file: '/etc/m.yaml', env: {}, readText })).toThrow(
      `  /etc/m.yaml: ${problem}`,
    );
  });
});
