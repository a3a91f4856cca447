import { describe, expect, it } from 'vitest';
import { coloured } from './colours.js';
import { renderFields, renderTable } from './table.js';

const COLUMNS = [
  { title: 'NAME', cell: ({ name }: { name: string; state: string }) => name },
  { title: 'STATE', cell: ({ state }: { name: string; state: string }) => state },
];

describe('a table', () => {
  it('has columns as wide as their widest cell and no spaces at the end', () => {
    const rows = [
      { name: 'a', state: 'running' },
      { name: 'longer-name', state: '' },
    ];
    expect(renderTable(rows, COLUMNS, { headers: true })).toEqual([
      'NAME         STATE',
      'a            running',
      'longer-name',
    ]);
  });

  it('can leave out its titles', () => {
    expect(renderTable([{ name: 'a', state: 'b' }], COLUMNS, { headers: false })).toEqual(['a  b']);
  });

  it('counts wide characters as two columns and colours as none', () => {
    const rows = [
      { name: '日次', state: 'x' },
      { name: coloured('red', 'ab'), state: 'y' },
    ];
    expect(renderTable(rows, COLUMNS, { headers: false })).toEqual([
      '日次  x',
      `${coloured('red', 'ab')}    y`,
    ]);
  });
});

describe('fields', () => {
  it('leave out what has no value', () => {
    expect(
      renderFields([
        ['Run', '1'],
        ['Reason', ''],
        ['Workflow', 'a/b'],
      ]),
    ).toEqual(['Run       1', 'Workflow  a/b']);
  });
});
