import { afterEach, beforeEach } from 'vitest';
import type { EventLogHarness } from './event-log-harness.js';

/** Gives every test of the surrounding block an empty log and closes it after the test. */
export function harnessPerTest<H extends EventLogHarness>(open: () => Promise<H>): () => H {
  let harness: H;
  beforeEach(async () => {
    harness = await open();
  });
  afterEach(async () => {
    await harness.close();
  });
  return () => harness;
}
