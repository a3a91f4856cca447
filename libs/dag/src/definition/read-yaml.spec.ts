import { describe, expect, it } from 'vitest';
import { codesOf, problemsOf, workflowText } from './parse-samples.contract.js';

const MEBIBYTE = 1024 * 1024;
const fill = (text: string): string => text.repeat(Math.floor(MEBIBYTE / text.length));
const QUOTE = '(hint: a value with * must be quoted, for example "* * * * *")';

describe('what is not one YAML 1.2 document is refused with its place', () => {
  it.each([
    [
      'an empty file',
      '',
      '1:1: EMPTY_DOCUMENT The file is empty. (hint: begin with apiVersion: v1, kind: Workflow, name and tasks)',
    ],
    ['an unquoted cron', 'cron: * * * * *', `1:7: YAML_SYNTAX Alias cannot be an empty string ${QUOTE}`],
    [
      'an unquoted cron with a step',
      'a: 1\ncron: */5 * * * *',
      `2:11: YAML_SYNTAX Unexpected alias at node end ${QUOTE}`,
    ],
    ['a tab', '\ta: b', '1:1: YAML_SYNTAX Tabs are not allowed as indentation (hint: indent with spaces)'],
    [
      'a colon in text',
      'a: b: c',
      '1:4: YAML_SYNTAX Nested mappings are not allowed in compact mappings (hint: put a value that contains ": " in quotes)',
    ],
    ['an open quote', 'a: "x', '1:6: YAML_SYNTAX Missing closing "quote (hint: close the quotes)'],
    [
      'a reserved character',
      'a: @b',
      '1:4: YAML_SYNTAX Plain value cannot start with reserved character @ (hint: put the value in quotes)',
    ],
    [
      'an unquoted template in a flow map',
      'a: { b: ${{ x }} }',
      '1:10: YAML_SYNTAX Unexpected flow-map-start at node end (hint: put a value with ${{ }} in quotes where it stands inside { } or [ ])',
    ],
    [
      'a tag',
      'a: !foo x',
      '1:4: UNKNOWN_TAG The tag !foo is not allowed. (hint: a value that begins with ! is read as a tag: put it in quotes)',
    ],
    [
      'a negation that is read as a tag',
      'if: !params.x',
      '1:5: UNKNOWN_TAG The tag !params.x is not allowed. (hint: a value that begins with ! is read as a tag: put it in quotes)',
    ],
    [
      'a timestamp tag',
      'a: !!timestamp 2026-01-01',
      '1:4: UNKNOWN_TAG The tag !!timestamp is not allowed. (hint: a value that begins with ! is read as a tag: put it in quotes)',
    ],
    [
      'YAML 1.1',
      '%YAML 1.1\n---\na: yes',
      '1:1: YAML_DIRECTIVE The directive %YAML 1.1 is not allowed: the file is read as YAML 1.2. (hint: take the line out)',
    ],
    [
      'two documents',
      'a: 1\n---\nb: 2',
      '2:1: MULTIPLE_DOCUMENTS A second document begins here: a workflow file holds one. (hint: write each workflow to a file of its own)',
    ],
    [
      'a control character',
      'a: "\u0007"',
      '1:5: INVALID_CHARACTER The control character U+0007 is not allowed.',
    ],
    ['a list', '- a', '1:1: INVALID_TYPE The workflow must be a map, not a list.'],
    ['plain text', 'hello', '1:1: INVALID_TYPE The workflow must be a map, not text.'],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text)).toBe(expected);
  });

  it('reports every line with a mistake, once', () => {
    expect(
      problemsOf('a: @b\nb: * * *\nc: ok\nd: `x`')
        .split('\n')
        .map((line) => line.slice(0, 4)),
    ).toEqual(['1:4:', '2:4:', '4:4:']);
  });
});

describe('what a document holds besides plain values is refused in its place', () => {
  it.each([
    [
      'a key twice',
      '  a: { type: noop }\n  a: { type: noop }',
      "6:3: DUPLICATE_KEY The key 'a' stands here twice. (hint: keep one of them)",
    ],
    [
      'an alias without anchor',
      '  a: *b',
      `5:6: UNKNOWN_ALIAS The alias *b has no anchor before it. (hint: a value that begins with * must be quoted, for example "* * * * *")`,
    ],
    [
      'an alias in its own anchor',
      '  a: &a { type: noop, outputs: *a }',
      '5:32: ALIAS_LOOP The alias *a stands inside its own anchor.',
    ],
    [
      'a merge key',
      '  a: { type: noop, <<: {} }',
      "5:20: MERGE_KEY The merge key '<<' is not allowed. (hint: YAML 1.2 has no merge keys: write the keys out, or put them in defaults)",
    ],
    ['a list as key', '  a: { type: noop, ? [x] : y }', '5:22: INVALID_KEY A key must be text.'],
    [
      'infinity',
      '  a: { type: noop, outputs: { x: .inf } }',
      '5:34: NOT_JSON .inf is not a number that JSON can hold. (hint: put it in quotes if it is text)',
    ],
    [
      'a large integer',
      '  a: { type: noop, outputs: { x: 9007199254740993 } }',
      '5:34: INTEGER_TOO_LARGE 9007199254740993 is beyond the integers that JSON can hold exactly (2^53 - 1). (hint: put it in quotes and use int(text))',
    ],
  ])('%s', (_, tasks, expected) => {
    expect(problemsOf(workflowText(tasks)).split('\n')).toContain(expected);
  });

  it('takes core tags, anchors and aliases', () => {
    expect(problemsOf(workflowText('  a: &a { type: !!str noop }\n  b: *a'))).toBe('-');
  });

  it('points into the anchor for what is wrong behind an alias', () => {
    expect(problemsOf(workflowText('  a: &a { type: noop, timeout: 5 }\n  b: *a'))).toBe(
      [
        '5:32: INVALID_DURATION 5 is a bare number: a duration needs a unit. (hint: write 5s for seconds or 5m for minutes)',
      ]
        .join('\n')
        .replace(/^.*$/, (line) => `${line}\n${line}`),
    );
  });
});

describe('the limits', () => {
  const bomb = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    .map(
      (level) =>
        `x-${level}: &a${level} [${Array(10)
          .fill(level === 0 ? 'x' : `*a${level - 1}`)
          .join(', ')}]`,
    )
    .join('\n');

  it.each([
    [
      'two mebibytes',
      'a'.repeat(2 * MEBIBYTE),
      '1:1: TOO_LARGE The file is larger than 1048576 bytes. (hint: move scripts and data into files of their own)',
    ],
    [
      'more bytes than characters',
      `a: ${'é'.repeat(MEBIBYTE / 2)}`,
      '1:1: TOO_LARGE The file is larger than 1048576 bytes. (hint: move scripts and data into files of their own)',
    ],
    [
      '101 aliases',
      `x-a: &a 1\nx-b: [${Array(101).fill('*a').join(', ')}]`,
      '2:407: TOO_MANY_ALIASES The file has more than 100 aliases (*name). (hint: a value that begins with * must be quoted)',
    ],
    ['an alias bomb', bomb, '5:46: TOO_MANY_ALIASES The aliases stand for more than 100000 values.'],
    [
      '65 levels',
      `a: ${'['.repeat(64)}${']'.repeat(64)}`,
      '1:67: TOO_DEEP Lists and maps are nested too deeply.',
    ],
    ['a megabyte of brackets', fill('['), '1:66: TOO_DEEP Lists and maps are nested deeper than 64 levels.'],
    ['a megabyte of dashes', fill('- '), '1:131: TOO_DEEP Lists and maps are nested deeper than 64 levels.'],
    [
      'a megabyte of documents',
      fill('---\n'),
      '2:1: MULTIPLE_DOCUMENTS A second document begins here: a workflow file holds one. (hint: write each workflow to a file of its own)',
    ],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text)).toBe(expected);
  });

  it('64 levels are deep enough and allowed', () => {
    expect(codesOf(`x-a: ${'['.repeat(63)}${']'.repeat(63)}`)).not.toContain('TOO_DEEP');
  });

  it('100 aliases are allowed', () => {
    expect(codesOf(`x-a: &a 1\nx-b: [${Array(100).fill('*a').join(', ')}]`)).not.toContain(
      'TOO_MANY_ALIASES',
    );
  });

  it('stops after a hundred syntax errors', () => {
    expect(codesOf(`[${'a #x\n'.repeat(1000)}`)).toHaveLength(100);
  });

  const noops = (count: number): string =>
    workflowText(Array.from({ length: count }, (_, index) => `  t${index}: { type: noop }`).join('\n'));

  it('10 000 tasks are allowed', () => {
    expect(problemsOf(noops(10_000))).toBe('-');
  });

  it('10 001 tasks are not', () => {
    expect(problemsOf(noops(10_001))).toBe(
      '5:3: TOO_MANY_TASKS The workflow has 10001 tasks: at most 10000 are allowed. (hint: split the workflow)',
    );
  });

  it('reports a thousand problems and counts the rest', () => {
    const tasks = Array.from({ length: 1100 }, (_, index) => `  t${index}: { type: noop, needs: [u] }`).join(
      '\n',
    );
    const lines = problemsOf(workflowText(tasks)).split('\n');
    expect(lines).toHaveLength(1001);
    expect(lines.at(-1)).toBe('1:1: TOO_MANY_PROBLEMS There are 100 further problems: correct these first.');
  });
});
