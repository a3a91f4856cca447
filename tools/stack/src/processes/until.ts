import { setTimeout as after } from 'node:timers/promises';

const PAUSE_MS = 25;

/** Asks again and again until the answer is yes. False when `withinMs` have passed. */
export async function until(ask: () => Promise<boolean> | boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await ask())) {
    if (performance.now() > end) return false;
    await after(PAUSE_MS);
  }
  return true;
}
