import { setTimeout as wait } from 'node:timers/promises';
import { isDenied } from './kafka-failure.js';

const TRIES = 8;
const FIRST_WAIT = 25;
const LONGEST_WAIT = 2_000;

/** Tries again after a failure, ever later, some 5 s in all; not where a right is lacking. `before`: mends what it can; throws what no try would help. */
export async function withRetries<T>(
  work: () => Promise<T>,
  before: (error: unknown) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried === TRIES || isDenied(error)) throw error;
      await before(error);
      await wait(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tried));
    }
  }
}
