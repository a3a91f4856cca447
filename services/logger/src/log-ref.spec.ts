import { describe, expect, it } from 'vitest';
import { folderOfLog, folderOfRun } from './log-ref.js';

const RUN = '01890000-0000-8000-8000-00000000000a';

describe('folderOfLog', () => {
  it('is made of the ids', () => {
    expect(folderOfLog({ run: RUN, task: 'load_all-2', attempt: 12 })).toBe(`logs/${RUN}/load_all-2.12`);
  });

  it('differs for names that differ in case only, also where a file system does not tell them apart', () => {
    const names = ['load', 'Load', 'LOAD', 'loaD', 'lOAD'];
    const folders = names.map((task) => folderOfLog({ run: RUN, task, attempt: 1 }).toLowerCase());
    expect(new Set(folders).size).toBe(names.length);
  });

  it('fits a file name for the longest task name', () => {
    const folder = folderOfLog({ run: RUN, task: 'X'.repeat(127), attempt: Number.MAX_SAFE_INTEGER });
    expect(folder.split('/').at(-1)?.length).toBeLessThanOrEqual(255);
  });

  it.each([
    ['a path', '../../etc'],
    ['a dot', '.'],
    ['an encoded path', '%2e%2e'],
    ['a backslash', 'a\\b'],
    ['NUL', 'a\0'],
    ['a line feed', 'load\n'],
    ['nothing', ''],
    ['a digit in front', '1load'],
    ['a very long name', 'x'.repeat(128)],
    ['letters beyond ASCII', 'lädt'],
  ])('refuses a task name that is %s', (_, task) => {
    expect(() => folderOfLog({ run: RUN, task, attempt: 1 })).toThrow(
      expect.objectContaining({ code: 'INVALID_LOG_REF' }),
    );
  });

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])('refuses attempt %s', (attempt) => {
    expect(() => folderOfLog({ run: RUN, task: 'load', attempt })).toThrow(
      expect.objectContaining({ code: 'INVALID_LOG_REF' }),
    );
  });

  it.each(['', '..', RUN.toUpperCase(), `${RUN}/..`, `${RUN}\n`, 'x'.repeat(500)])(
    'refuses run %j',
    (run) => {
      expect(() => folderOfRun(run)).toThrow(expect.objectContaining({ code: 'INVALID_LOG_REF' }));
    },
  );
});
