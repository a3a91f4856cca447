import { setTimeout as pass } from 'node:timers/promises';

const BETWEEN_LOOKS_MS = 25;

/** Asks again and again until the answer is something, and gives it. Throws, with what was waited for, after `withinMs`. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs: number,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
    await pass(BETWEEN_LOOKS_MS);
  }
}
