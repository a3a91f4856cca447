import { expect, it, vi } from 'vitest';
import { makeContext } from '../../testing/index.js';
import { runNoop } from './executor.js';

const spans = vi.hoisted((): number[] => []);

vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void spans.push(ms) }));

it('splits a duration that is longer than one timer can be', async () => {
  await runNoop(makeContext({ settings: { duration: '30d' }, spawns: false }).context);
  expect(spans).toEqual([2_147_483_647, 30 * 86_400_000 - 2_147_483_647]);
});
