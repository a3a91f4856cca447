import { routes } from '@millrace/api-contract';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@millrace/api-contract';
import { QUICK } from '../sample-workflows.js';
import type { RouteWorld } from './route-world.js';

/** Milliseconds; a rebuild of what these tests wrote takes a fraction of it. */
const OUTCOME = { timeout: 30_000, interval: 50 };

/** Requests that are sent at once: while the first is being answered there is a rebuild. */
const AT_ONCE = 8;

export function projectionRoutes(world: RouteWorld): void {
  const status = () => world.client.call(routes.getProjection, {});
  const rebuild = () => world.client.call(routes.rebuildProjection, {});
  const isOver = () => vi.waitFor(async () => expect((await status()).rebuild?.state).toBe('done'), OUTCOME);

  async function outcome(): Promise<string> {
    try {
      return (await rebuild()).rebuild?.state ?? 'none';
    } catch (error) {
      if (error instanceof ApiError) return error.problem.code;
      throw error;
    }
  }

  describe('getProjection', () => {
    it('tells that the read model has all that the log has', async () => {
      await world.ended(QUICK);

      await vi.waitFor(async () => expect(await status()).toMatchObject({ stale: false, lag: 0 }), OUTCOME);
      const { partitions } = await status();
      expect(partitions.map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
      for (const { offset, projected } of partitions) expect([offset > 0, projected]).toEqual([true, offset]);
    });
  });

  describe('rebuildProjection', () => {
    it('makes the read model anew, from which nothing is missing', async () => {
      const run = await world.ended(QUICK);
      const before = await world.client.call(routes.getRun, { params: { run } });

      await rebuild();
      await isOver();

      expect(await world.client.call(routes.getRun, { params: { run } })).toEqual(before);
      expect(await status()).toMatchObject({ stale: false, lag: 0 });
      const later = await world.ended(QUICK);
      expect(await world.client.call(routes.getRun, { params: { run: later } })).toMatchObject({
        state: 'succeeded',
      });
    });

    it('is 409 while there is one', async () => {
      await vi.waitFor(async () => {
        const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, outcome));
        expect(outcomes).toContain('REBUILD_RUNNING');
        expect(outcomes.some((one) => one !== 'REBUILD_RUNNING')).toBe(true);
      }, OUTCOME);
      await isOver();
    });
  });
}
