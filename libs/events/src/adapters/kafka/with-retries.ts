import { setTimeout as wait } from 'node:timers/promises';
import { isDenied } from './kafka-failure.js';

const TRIES = 8;
const FIRST_WAIT = 25;
const LONGEST_WAIT = 2_000;

/** For what a broker that has just begun may take long for: some 35 s in all. */
export const PATIENT_TRIES = 23;

/**
 * Tries again after a failure, ever later, some 5 s in all unless `tries` says otherwise; not where a right is lacking.
 * `before`: mends what it can; throws what no try would help.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  before: (error: unknown) => Promise<void> = () => Promise.resolve(),
  tries = TRIES,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried === tries || isDenied(error)) throw error;
      await before(error);
      await wait(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tried));
    }
  }
}
