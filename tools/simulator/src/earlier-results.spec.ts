import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@millrace/arguments';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanResults } from './earlier-results.js';

const folder = mkdtempSync(join(tmpdir(), 'earlier-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HOURS = 10;

function result(seed: number, more: object = {}): string {
  const figures = { hours: 10.25, trace: 'a', happened: 9, tuned: [], commands: 3, scripts: 1, struck: {} };
  return JSON.stringify({ seed, ...figures, problems: [], ...more });
}

function seedsOf(...lines: readonly string[]): readonly number[] {
  const path = join(folder, 'results');
  writeFileSync(path, lines.join('\n'));
  return [...cleanResults(path, HOURS).keys()];
}

describe('results of an earlier count', () => {
  it('are those that were clean', () => {
    expect(seedsOf(result(1), result(2, { problems: ['I14 …'] }), result(3))).toEqual([1, 3]);
  });

  it('are the last of each seed', () => {
    expect(seedsOf(result(1, { problems: ['I14 …'] }), result(2), result(1))).toEqual([1, 2]);
    expect(seedsOf(result(1), result(1, { problems: ['I14 …'] }))).toEqual([]);
  });

  it('count for trouble of the same length at least', () => {
    expect(seedsOf(result(1, { hours: 1.25 }), result(2))).toEqual([2]);
  });

  it('may end within a line', () => {
    expect(seedsOf(result(1), result(2).slice(0, 30))).toEqual([1]);
  });

  it('are refused where there are none', () => {
    expect(() => seedsOf('', '{"seed":1}', 'null')).toThrow(UsageError);
    expect(() => cleanResults(join(folder, 'nowhere'), HOURS)).toThrow(/nowhere' cannot be read: ENOENT/);
  });
});
