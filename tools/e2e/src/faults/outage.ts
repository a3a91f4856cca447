import { setTimeout as pass } from 'node:timers/promises';

/** How long something is away is what the test is about; it ends `ms` after `since`, by the monotonic clock. */
export async function outage(ms: number, since = performance.now()): Promise<void> {
  await pass(Math.max(0, since + ms - performance.now()));
}
