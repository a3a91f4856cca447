import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError, endWith, numberAbove, numberFrom, readOptions, wholeFrom } from './index.js';

describe('numbers on the command line', () => {
  it('are taken as they are given', () => {
    expect(wholeFrom(1, 'rounds', '3')).toBe(3);
    expect(numberFrom(0.5, 'hours', '0.5')).toBe(0.5);
    expect(numberAbove(0, 'rate', '0.1')).toBe(0.1);
  });

  it.each([
    [() => wholeFrom(1, 'rounds', '0'), "--rounds is '0': give a whole number of 1 or more."],
    [() => wholeFrom(0, 'seed', '1.5'), "--seed is '1.5': give a whole number of 0 or more."],
    [() => wholeFrom(0, 'seed', ''), "--seed is '': give a whole number of 0 or more."],
    [() => wholeFrom(0, 'seed', '1e300'), "--seed is '1e300': give a whole number of 0 or more."],
    [() => numberFrom(0.01, 'hours', 'two'), "--hours is 'two': give a number of 0.01 or more."],
    [() => numberAbove(0, 'rate', '0'), "--rate is '0': give a number above 0."],
    [() => numberAbove(0, 'rate', 'Infinity'), "--rate is 'Infinity': give a number above 0."],
  ])('are refused with what to give: %#', (read, message) => {
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});

describe('options', () => {
  const config = { allowPositionals: true, options: { json: { type: 'boolean', default: false } } } as const;

  it('are read as Node reads them', () => {
    expect(readOptions(['up', '--json'], config)).toMatchObject({
      values: { json: true },
      positionals: ['up'],
    });
  });

  it('that nobody knows are refused', () => {
    expect(() => readOptions(['--jsno'], config)).toThrow(UsageError);
    expect(() => readOptions(['--json=yes'], config)).toThrow(UsageError);
  });
});

describe('a program', () => {
  afterEach(() => {
    process.exitCode = undefined;
    vi.restoreAllMocks();
  });

  async function ended(main: () => number): Promise<unknown> {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await endWith(main, 'USAGE\n');
    return [process.exitCode, ...said.mock.calls.map(([text]) => text)];
  }

  const throwing = (error: Error) => (): number => {
    throw error;
  };

  it.each([
    ['what it gives', () => 3, [3]],
    ['1 where it fails', throwing(new Error('no stack')), [1, 'no stack\n']],
    ['2 where it was asked wrong', throwing(new UsageError('no such row')), [2, 'no such row\n\nUSAGE\n']],
  ])('ends with %s', async (_, main, expected) => {
    expect(await ended(main)).toEqual(expected);
  });
});
