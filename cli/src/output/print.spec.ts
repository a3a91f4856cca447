import { describe, expect, it } from 'vitest';
import { testContext } from '../../testing/test-context.js';
import type { OutputForm } from './print.js';
import { printList, printObject } from './print.js';

const PAGE = {
  items: [
    { id: 'a', note: 'x' },
    { id: 'b\u001b[2J', note: '' },
  ],
  nextCursor: null,
  extra: { kept: 1 },
};

async function list(output: OutputForm | undefined, world = {}, headers = true): Promise<string> {
  const context = testContext(world);
  await printList(
    context,
    { ...(output === undefined ? {} : { output }), headers },
    {
      page: PAGE,
      items: PAGE.items,
      columns: () => [{ title: 'ID', cell: ({ id }) => JSON.stringify(id) }],
      name: ({ id }) => id,
    },
  );
  return context.stdout.text();
}

describe('a list', () => {
  it('is a table unless said otherwise', async () => {
    expect(await list(undefined)).toBe('ID\n"a"\n"b\\u001b[2J"\n');
    expect(await list('table', {}, false)).toBe('"a"\n"b\\u001b[2J"\n');
  });

  it('is the answer of the API as json', async () => {
    expect(JSON.parse(await list('json'))).toEqual(PAGE);
  });

  it('is an item a line as jsonl', async () => {
    const lines = (await list('jsonl')).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(PAGE.items);
  });

  it('is a name a line as name, unchanged for programs and harmless for terminals', async () => {
    expect(await list('name')).toBe('a\nb\u001b[2J\n');
    expect(await list('name', { terminal: true })).toBe('a\nb␛[2J\n');
  });

  it('is the answer of the API as yaml', async () => {
    expect(await list('yaml')).toContain('nextCursor: null\nextra:\n  kept: 1\n');
  });

  it('writes nothing raw to a terminal, in no form', async () => {
    for (const form of ['json', 'jsonl', 'yaml', 'name', 'table'] as const) {
      expect(await list(form, { terminal: true, env: { NO_COLOR: '1' } })).not.toContain('\u001b');
    }
  });
});

describe('an object', () => {
  it('escapes controls of json that are no part of the value', async () => {
    const context = testContext();
    await printObject(
      context,
      { output: 'json' },
      { value: { a: '\u009b1m\u007f' }, lines: () => [], name: 'a' },
    );
    expect(context.stdout.text()).toBe('{\n  "a": "\\u009b1m\\u007f"\n}\n');
  });

  it('is one line as jsonl, and its name as name', async () => {
    const context = testContext();
    const data = { value: { a: [1, 2] }, lines: () => ['for people'], name: 'the-name' };
    await printObject(context, { output: 'jsonl' }, data);
    await printObject(context, { output: 'name' }, data);
    await printObject(context, {}, data);
    expect(context.stdout.text()).toBe('{"a":[1,2]}\nthe-name\nfor people\n');
  });
});
