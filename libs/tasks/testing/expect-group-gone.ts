import { expect, vi } from 'vitest';
import { groupHasRunning } from '../src/process/process-table.js';

/** Waits until no process of the group runs: the kernel takes a moment to end what was killed. */
export async function expectGroupGone(group: number): Promise<void> {
  await vi.waitFor(() => expect(groupHasRunning(group)).not.toBe(true), { timeout: 5_000, interval: 5 });
}
