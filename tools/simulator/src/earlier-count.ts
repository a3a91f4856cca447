import { readFileSync } from 'node:fs';
import { UsageError } from '@millrace/arguments';
import type { SimulationRecord } from '@millrace/testing';
import type { Counted } from './tally.js';

/** Of so many results that are taken over one is simulated again, the first always. */
const COMPARED_EVERY = 100;

/**
 * What an earlier count found, from the lines that `--json` wrote. Only what was clean is taken over, and only as long
 * as the code is the same: whoever mends the product counts anew. That is seen by simulating some of it again, because
 * the same seed, hours and code give the same log.
 */
export class EarlierCount {
  /** The last line of each seed, where it is clean. */
  private readonly clean: ReadonlyMap<number, Counted>;
  /** Seeds with a line that is not, maybe an older one. */
  private readonly everWrong: ReadonlySet<number>;
  private readonly compared = new Map<number, string>();
  private taken = 0;
  private equal = 0;
  private readonly wrong: number[] = [];

  private constructor(
    private readonly path: string,
    results: readonly Counted[],
  ) {
    const last = new Map(results.map((result) => [result.seed, result]));
    this.clean = new Map([...last].filter(([, { problems }]) => problems.length === 0));
    this.everWrong = new Set(results.filter(({ problems }) => problems.length > 0).map(({ seed }) => seed));
  }

  /** A line that is none, such as one that was cut off, is left out. Throws UsageError. */
  static read(path: string): EarlierCount {
    const text = textOf(path);
    const results = text
      .split('\n')
      .map(countedOf)
      .filter((result) => result !== undefined);
    // A count that was broken off before its first result has left an empty file.
    if (text !== '' && results.length === 0)
      throw new UsageError(`--resume is '${path}', which holds no result: give a file that --json wrote.`);
    return new EarlierCount(path, results);
  }

  /** The result to take over; undefined: the seed is to be simulated. Asked once for each seed. */
  take(seed: number): Counted | undefined {
    if (this.everWrong.has(seed)) this.wrong.push(seed);
    const known = this.clean.get(seed);
    if (!known) return undefined;
    if ((this.taken + this.compared.size) % COMPARED_EVERY === 0) {
      this.compared.set(seed, known.trace);
      return undefined;
    }
    this.taken += 1;
    return known;
  }

  /** Throws UsageError where a result shows that the earlier count was one of something else. */
  compare({ seed, trace }: Counted): void {
    const before = this.compared.get(seed);
    if (before === undefined) return;
    if (before !== trace)
      throw new UsageError(
        `Seed ${seed} gives another log than in '${this.path}': the code or --hours is not the same. Begin a new count, without --resume.`,
      );
    this.equal += 1;
  }

  /** As it is kept. */
  record(): NonNullable<SimulationRecord['earlier']> {
    return { simulations: this.taken, compared: this.equal, wrong: this.wrong };
  }

  toString(): string {
    const wrong = this.wrong.length === 0 ? '' : `; wrong there: ${this.wrong.join(', ')}`;
    return `${this.taken} of them from '${this.path}', ${this.equal} simulated again with the same log${wrong}`;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--resume is '${path}', which cannot be read: ${(error as Error).message}.`);
  }
}

function countedOf(line: string): Counted | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isCounted(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isCounted(value: unknown): value is Counted {
  if (typeof value !== 'object' || value === null) return false;
  const { seed, hours, trace, happened, commands, struck, problems } = value as Record<string, unknown>;
  return (
    [seed, hours, happened, commands].every((figure) => typeof figure === 'number') &&
    typeof trace === 'string' &&
    typeof struck === 'object' &&
    struck !== null &&
    Object.values(struck).every((times) => typeof times === 'number') &&
    Array.isArray(problems)
  );
}
