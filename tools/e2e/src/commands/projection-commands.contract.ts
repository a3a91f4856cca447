import { describe, expect, it, vi } from 'vitest';
import type { CommandWorld } from './command-world.js';

/** Milliseconds; each look starts a process. */
const OUTCOME = { timeout: 60_000, interval: 50 };

export function projectionCommands(world: CommandWorld): void {
  const { millrace } = world;

  const isOver = () =>
    vi.waitFor(async () => {
      const { out } = await millrace.run('projection', 'status', '-o', 'json');
      expect(JSON.parse(out)).toMatchObject({ stale: false, lag: 0, rebuild: { state: 'done' } });
    }, OUTCOME);

  describe('projection status', () => {
    it('prints how far the read model follows the log', async () => {
      const { code, out, err } = await millrace.run('projection', 'status');

      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^Read model {2}current$/m);
      expect(out).toMatch(/^PARTITION {2}LOG +PROJECTED {2}LAG$/m);
    });
  });

  describe('projection rebuild', () => {
    it('makes the read model anew, in which the runs are as they were', async () => {
      const before = await millrace.run('run', 'get', world.finished, '-o', 'json');
      const begun = await millrace.run('projection', 'rebuild');
      await isOver();
      const after = await millrace.run('run', 'get', world.finished, '-o', 'json');

      expect(begun).toMatchObject({ code: 0, err: expect.stringContaining('millrace projection status') });
      expect(begun.out).toMatch(/^Rebuild {2}/);
      expect([after.code, after.out]).toEqual([0, before.out]);
    });
  });
}
