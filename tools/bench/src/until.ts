import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 5;

/** Resolves when it holds. Throws after so many milliseconds, saying what was waited for. */
export async function until(what: string, holds: () => boolean, deadlineMs: number): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`After ${deadlineMs / 1000} s still not so: ${what}.`);
    await wait(POLL_MS);
  }
}
