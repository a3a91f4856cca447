import { randomOf } from '@millrace/e2e';
import type { StackEndpoints } from '@millrace/stack';
import type { ChaosRow } from '../row.js';

/** Runs a row, and ends what it began in any case. Throws what it throws, or else what an end throws. */
export async function runRow(
  row: ChaosRow,
  seed: number,
  endpoints: StackEndpoints,
  say: (text: string) => void,
): Promise<void> {
  const ends: (() => unknown)[] = [];
  const tales: (() => string)[] = [];
  const problems: unknown[] = [];
  const onEnd = (end: () => unknown): void => void ends.push(end);
  const onFailure = (tell: () => string): void => void tales.push(tell);
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      problems.push(error);
    }
  };
  await attempt(() => row.run({ seed, random: randomOf(seed), endpoints, say, onEnd, onFailure }));
  if (problems.length > 0) for (const tell of tales) say(tell());
  for (const end of ends.toReversed()) await attempt(end);
  if (problems.length > 0) throw problems[0];
}
