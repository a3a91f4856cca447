import { readFileSync } from 'node:fs';
import { UsageError } from '@millrace/arguments';
import type { Simulated } from './simulate.js';

/**
 * What an earlier count, broken off or with seeds that were wrong, found clean: by seed, from the lines that `--json`
 * wrote. Left out, and so simulated again, is what was wrong, what lasted less than `hours`, and a line that was cut off.
 * That the product is still the same is for whoever asks to know. Throws UsageError.
 */
export function cleanResults(path: string, hours: number): ReadonlyMap<number, Simulated> {
  const results = linesOf(path)
    .map(resultOf)
    .filter((result) => result !== undefined);
  if (results.length === 0)
    throw new UsageError(`'${path}' holds no result of a simulation. Give a file that --json wrote.`);
  // The last one of a seed counts: it may have been wrong before.
  const last = new Map(results.map((result) => [result.seed, result]));
  return new Map([...last].filter(([, result]) => result.problems.length === 0 && result.hours >= hours));
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    throw new UsageError(
      `'${path}' cannot be read: ${(error as Error).message}. Give a file that --json wrote.`,
    );
  }
}

function resultOf(line: string): Simulated | undefined {
  const value = jsonOf(line);
  return isSimulated(value) ? value : undefined;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isSimulated(value: unknown): value is Simulated {
  if (typeof value !== 'object' || value === null) return false;
  const { seed, hours, happened, commands, struck, problems } = value as Partial<
    Record<keyof Simulated, unknown>
  >;
  return (
    [seed, hours, happened, commands].every((figure) => typeof figure === 'number') &&
    typeof struck === 'object' &&
    struck !== null &&
    Array.isArray(problems)
  );
}
