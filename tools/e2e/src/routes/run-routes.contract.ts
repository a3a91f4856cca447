import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { refusal } from '../api-probe.js';
import { allEvents, allPages } from '../follow.js';
import { getRun } from '../client-steps.js';
import { BROKEN, QUICK, tiny } from '../sample-workflows.js';
import { NO_RUN } from './route-world.js';
import type { RouteWorld } from './route-world.js';

type Query = Parameters<typeof query>[0];
const query = (given: {
  project?: string;
  workflow?: string;
  state?: ('succeeded' | 'failed' | 'running')[];
  startedAfter?: string;
  startedBefore?: string;
  limit?: number;
}) => given;

export function runRoutes(world: RouteWorld): void {
  const list = (given: Query) =>
    allPages((cursor) =>
      world.client.call(routes.listRuns, {
        query: { ...given, ...(cursor === undefined ? {} : { cursor }) },
      }),
    );

  describe('listRuns', () => {
    it('gives each run once, newest first, page by page', async () => {
      for (let count = 0; count < 5; count += 1) await world.ended(tiny('listed-runs', 'run-list'));
      const { items, pages } = await list(query({ project: 'run-list', limit: 2 }));
      const started = items.map(({ startedAt }) => startedAt);

      expect(pages).toBe(3);
      expect(new Set(items.map(({ id }) => id)).size).toBe(5);
      expect(started).toEqual(started.toSorted().reverse());
    });

    it('gives those of a project, a workflow, of states, and started within a time', async () => {
      const failed = await world.ended(BROKEN);
      const succeeded = await world.ended(QUICK);
      const { startedAt } = await getRun(world.client, succeeded);
      const idsOf = async (given: Query) => (await list(given)).items.map(({ id }) => id);

      expect(await idsOf({ state: ['failed'] })).toContain(failed);
      expect(await idsOf({ state: ['failed'] })).not.toContain(succeeded);
      expect(await idsOf({ state: ['failed', 'succeeded'] })).toEqual(
        expect.arrayContaining([failed, succeeded]),
      );
      expect(await idsOf({ project: 'default', workflow: 'broken' })).toEqual([failed]);
      expect(await idsOf({ project: 'nobody' })).toEqual([]);
      expect(await idsOf({ startedAfter: startedAt })).not.toContain(failed);
      expect(await idsOf({ startedBefore: startedAt })).toContain(failed);
    });

    it.each([
      'workflow=quick',
      'state=done',
      'startedAfter=yesterday',
      'limit=201',
      'filter=all',
      "project=default'%20OR%201=1",
    ])('refuses ?%s with INVALID_QUERY', async (text) => {
      const told = await world.probe.ask(`/api/v1/runs?${text}`);

      expect(JSON.parse(told.text)).toMatchObject({ status: 400, code: 'INVALID_QUERY' });
    });
  });

  describe('getRun', () => {
    it('gives a run, with its task runs counted', async () => {
      const run = await getRun(world.client, await world.ended(QUICK));

      expect(run).toMatchObject({
        workflow: 'quick',
        state: 'succeeded',
        round: 1,
        counts: { succeeded: 2 },
      });
      expect(Date.parse(run.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(run.startedAt));
    });

    it.each([NO_RUN, 'no-id', NO_RUN.replace('8001', '8fff')])('answers UNKNOWN_RUN for %s', async (run) => {
      const told = await world.probe.ask(`/api/v1/runs/${run}`);

      expect(JSON.parse(told.text)).toMatchObject({ status: 404, code: 'UNKNOWN_RUN' });
    });

    it('says that it is stale when it does not come to the position that was asked for', async () => {
      const { id, position } = await getRun(world.client, await world.ended(QUICK));
      const ahead = position.replace(/\d+$/, '999999999');
      const told = await world.probe.ask(`/api/v1/runs/${id}`, {
        headers: { 'x-consistency-position': ahead },
      });

      expect(told.headers.get('x-stale')).toBe('true');
      expect(JSON.parse(told.text)).toMatchObject({ id, stale: true });
    });

    it('refuses a position that is none with INVALID_POSITION', async () => {
      const told = await world.probe.ask(`/api/v1/runs/${NO_RUN}`, {
        headers: { 'x-consistency-position': 'x' },
      });

      expect(JSON.parse(told.text)).toMatchObject({ status: 400, code: 'INVALID_POSITION' });
    });
  });

  describe('getRunGraph', () => {
    it('gives the graph with the states of its task runs', async () => {
      const run = await world.ended(QUICK);

      expect(await world.client.call(routes.getRunGraph, { params: { run } })).toMatchObject({
        nodes: [
          { name: 'first', state: 'succeeded', level: 0, allowed: false },
          { name: 'second', state: 'succeeded', level: 1, allowed: false },
        ],
        edges: [{ from: 'first', to: 'second' }],
        levels: 2,
      });
    });

    it('answers UNKNOWN_RUN', async () => {
      expect(await refusal(world.client.call(routes.getRunGraph, { params: { run: NO_RUN } }))).toMatchObject(
        {
          code: 'UNKNOWN_RUN',
        },
      );
    });
  });

  describe('listRunEvents', () => {
    it('gives page by page what the stream gives', async () => {
      const run = await world.ended(QUICK);
      const items = [];
      let after: number | undefined;
      let pages = 0;
      for (;;) {
        const page = await world.client.call(routes.listRunEvents, {
          params: { run },
          query: { limit: 1, ...(after === undefined ? {} : { after }) },
        });
        items.push(...page.items);
        pages += 1;
        if (page.next === null) break;
        after = page.next;
      }

      expect(pages).toBeGreaterThan(2);
      expect(items).toEqual(await allEvents(world.client, run));
      expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['RunStarted', 'RunSucceeded']));
    });

    it('answers UNKNOWN_RUN', async () => {
      expect(
        await refusal(world.client.call(routes.listRunEvents, { params: { run: NO_RUN } })),
      ).toMatchObject({
        code: 'UNKNOWN_RUN',
      });
    });
  });
}
