import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@millrace/arguments';
import { afterAll, describe, expect, it } from 'vitest';
import { EarlierCount } from './earlier-count.js';
import type { Counted } from './tally.js';

const folder = mkdtempSync(join(tmpdir(), 'earlier-count-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WRONG = ['I14 …'];

function result(seed: number, problems: readonly string[] = []): Counted {
  return { seed, hours: 1.25, trace: `t${seed}`, happened: 9, commands: 3, struck: { poison: 1 }, problems };
}

function earlier(...lines: readonly (Counted | string)[]): EarlierCount {
  const path = join(folder, 'results');
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(path, texts.join('\n'));
  return EarlierCount.read(path);
}

/** Of these seeds. The first that is known is simulated again. */
function takenOf(count: EarlierCount, ...seeds: readonly number[]): readonly number[] {
  return seeds.filter((seed) => count.take(seed) !== undefined);
}

describe('an earlier count', () => {
  it('gives what was clean, but for the first, which is compared', () => {
    const count = earlier(result(1), result(2), result(3, WRONG), result(4));
    expect(takenOf(count, 1, 2, 3, 4, 5)).toEqual([2, 4]);
  });

  it('has one of a hundred compared', () => {
    const seeds = Array.from({ length: 250 }, (_, index) => index + 1);
    const taken = takenOf(earlier(...seeds.map((seed) => result(seed))), ...seeds);
    expect(seeds.filter((seed) => !taken.includes(seed))).toEqual([1, 101, 201]);
  });

  it('goes on while what is compared gives the same log', () => {
    const count = earlier(result(1), result(2), result(3, WRONG));
    expect(takenOf(count, 1, 2, 3)).toEqual([2]);
    count.compare(result(1));
    count.compare({ ...result(3), trace: 'it is not compared' });
    expect(count.record()).toEqual({ simulations: 1, compared: 1, wrong: [3] });
  });

  it('is refused where what is compared gives another log', () => {
    const count = earlier(result(1));
    expect(count.take(1)).toBeUndefined();
    expect(() => count.compare({ ...result(1), trace: 'other' })).toThrow(
      /Seed 1 gives another log than in .*: the code or --hours is not the same/,
    );
  });

  it('tells what was wrong in it, also where it was clean later', () => {
    const count = earlier(result(1), result(2, WRONG), result(2));
    expect(takenOf(count, 1, 2)).toEqual([2]);
    expect(count.record()).toMatchObject({ wrong: [2] });
  });

  it('tells nothing of seeds that it is not asked for', () => {
    const count = earlier(result(1), result(2), result(3, WRONG));
    expect(takenOf(count, 1, 2)).toEqual([2]);
    expect(count.record()).toMatchObject({ simulations: 1, wrong: [] });
  });

  it('may end within a line, or have nothing yet', () => {
    expect(takenOf(earlier(result(1), result(2), JSON.stringify(result(3)).slice(0, 30)), 1, 2, 3)).toEqual([
      2,
    ]);
    expect(takenOf(earlier(), 1)).toEqual([]);
  });

  it('is refused where the file is another one', () => {
    expect(() => earlier('', '{"seed":1}', 'null')).toThrow(UsageError);
    expect(() => EarlierCount.read(join(folder, 'nowhere'))).toThrow(
      /nowhere', which cannot be read: ENOENT/,
    );
  });
});
