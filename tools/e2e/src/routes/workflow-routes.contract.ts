import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { refusal } from '../api-probe.js';
import { apply } from '../client-steps.js';
import { allPages } from '../follow.js';
import { QUICK, tiny } from '../sample-workflows.js';
import type { RouteWorld } from './route-world.js';

const PLACE = { project: 'default', workflow: 'published' };
const NOWHERE = { project: 'default', workflow: 'nowhere' };
const WITHOUT_TASKS = 'apiVersion: v1\nkind: Workflow\nname: published\ntaks: {}\n';

export function workflowRoutes(world: RouteWorld): void {
  const put = (text: string, headers: Record<string, string> = {}, query: { dryRun?: boolean } = {}) =>
    world.client.answer(routes.putWorkflow, { params: PLACE, text, query }, { headers });
  const get = (headers: Record<string, string> = {}) =>
    world.client.answer(routes.getWorkflow, { params: PLACE }, { headers });

  describe('validateWorkflow', () => {
    it('tells what a good file is', async () => {
      expect(await world.client.call(routes.validateWorkflow, { text: QUICK })).toEqual({
        valid: true,
        project: 'default',
        name: 'quick',
        tasks: 2,
        warnings: [],
      });
    });

    it('tells all that is wrong with a bad one, with places and hints (200)', async () => {
      const answer = await world.client.answer(routes.validateWorkflow, { text: WITHOUT_TASKS });

      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        valid: false,
        problems: expect.arrayContaining([
          expect.objectContaining({
            code: 'UNKNOWN_KEY',
            line: 4,
            column: 1,
            pointer: '/taks',
            hint: "did you mean 'tasks'?",
          }),
        ]),
      });
    });

    it('answers EMPTY_BODY when nothing is sent', async () => {
      expect(await refusal(world.client.call(routes.validateWorkflow, { text: ' ' }))).toMatchObject({
        status: 400,
        code: 'EMPTY_BODY',
      });
    });
  });

  describe('putWorkflow', () => {
    it('publishes a new one (201), the same once (200), and another content as the next version', async () => {
      const made = await put(tiny('published', 'default', 'first'));
      const again = await put(`\n${tiny('published', 'default', 'first')}`);
      const next = await put(tiny('published', 'default', 'second'));

      expect([made.status, again.status, next.status]).toEqual([201, 200, 200]);
      expect([made.body, again.body, next.body]).toMatchObject([
        { version: 1, created: true, unchanged: false },
        { version: 1, created: false, unchanged: true, hash: made.body?.hash },
        { version: 2, created: false, unchanged: false },
      ]);
      expect(made.headers.get('location')).toBe('/api/v1/projects/default/workflows/published');
      expect(next.headers.get('etag')).toBe(`"v2-${next.body?.hash.slice(0, 12)}"`);
    });

    it('publishes nothing with dryRun', async () => {
      const { body } = await put(tiny('published', 'default', 'never'), {}, { dryRun: true });

      expect(body).toMatchObject({ version: 3, unchanged: false });
      expect((await get()).body).toMatchObject({ version: 2, description: 'second' });
    });

    it('takes JSON as well as YAML', async () => {
      const { status, body } = await put(tiny('published', 'default', 'second'), {
        'content-type': 'application/json',
      });

      expect([status, body?.unchanged]).toEqual([200, true]);
    });

    it('answers STALE_VERSION (412) to If-Match of an older version, and takes the present one', async () => {
      const tag = (await get()).headers.get('etag') ?? '';
      const stale = await refusal(
        put(tiny('published', 'default', 'third'), { 'if-match': '"v1-000000000000"' }),
      );
      const taken = await put(tiny('published', 'default', 'third'), { 'if-match': tag });

      expect(stale).toMatchObject({ status: 412, code: 'STALE_VERSION' });
      expect(taken.body?.version).toBe(3);
    });

    it('answers ALREADY_EXISTS (412) to If-None-Match: * of what is there, and makes what is not', async () => {
      const only = { 'if-none-match': '*' };
      const params = { project: 'default', workflow: 'only-once' };
      const made = await world.client.answer(
        routes.putWorkflow,
        { params, text: tiny('only-once') },
        { headers: only },
      );

      expect(made.status).toBe(201);
      expect(await refusal(put(tiny('published'), only))).toMatchObject({
        status: 412,
        code: 'ALREADY_EXISTS',
      });
    });

    it('answers VALIDATION_FAILED with the places, and stores nothing', async () => {
      const problem = await refusal(put(WITHOUT_TASKS));

      expect(problem).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
      expect(problem.errors).toContainEqual(
        expect.objectContaining({ code: 'UNKNOWN_KEY', line: 4, column: 1 }),
      );
      expect((await get()).body?.version).toBe(3);
    });

    it.each([tiny('another'), tiny('published', 'elsewhere')])(
      'answers NAME_MISMATCH to %s',
      async (text) => {
        expect(await refusal(put(text))).toMatchObject({ status: 400, code: 'NAME_MISMATCH' });
      },
    );
  });

  describe('getWorkflow', () => {
    it('gives the newest version with its ETag, and 304 to who has it', async () => {
      const given = await get();
      const tag = given.headers.get('etag') ?? '';

      expect(given.body).toMatchObject({
        version: 3,
        description: 'third',
        source: tiny('published', 'default', 'third'),
      });
      expect((await get({ 'if-none-match': tag })).status).toBe(304);
      expect((await get({ 'if-none-match': `"v1-0", W/${tag}` })).status).toBe(304);
      expect((await get({ 'if-none-match': '"v1-0"' })).status).toBe(200);
    });

    it('answers UNKNOWN_WORKFLOW', async () => {
      expect(await refusal(world.client.call(routes.getWorkflow, { params: NOWHERE }))).toMatchObject({
        status: 404,
        code: 'UNKNOWN_WORKFLOW',
      });
    });
  });

  describe('listWorkflows', () => {
    it('gives those of a project by name, page by page', async () => {
      const names = ['e', 'a', 'd', 'b', 'c'];
      for (const name of names) await apply(world.client, tiny(name, 'listed'));
      const { items, pages } = await allPages((cursor) =>
        world.client.call(routes.listWorkflows, {
          params: { project: 'listed' },
          query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) },
        }),
      );

      expect(pages).toBe(3);
      expect(items.map(({ name }) => name)).toEqual(names.toSorted());
      expect(items[0]).toMatchObject({ project: 'listed', version: 1, tasks: 1, labels: {} });
    });

    it('answers UNKNOWN_PROJECT', async () => {
      const call = world.client.call(routes.listWorkflows, { params: { project: 'nobody' } });

      expect(await refusal(call)).toMatchObject({ status: 404, code: 'UNKNOWN_PROJECT' });
    });
  });

  describe('listVersions', () => {
    it('gives the newest first, page by page', async () => {
      const { items, pages } = await allPages((cursor) =>
        world.client.call(routes.listVersions, {
          params: PLACE,
          query: { limit: 1, ...(cursor === undefined ? {} : { cursor }) },
        }),
      );

      expect([pages, items.map(({ version }) => version)]).toEqual([3, [3, 2, 1]]);
    });

    it('answers UNKNOWN_WORKFLOW', async () => {
      const call = world.client.call(routes.listVersions, { params: NOWHERE });

      expect(await refusal(call)).toMatchObject({ status: 404, code: 'UNKNOWN_WORKFLOW' });
    });
  });

  describe('getVersion', () => {
    it('gives an older version as it was, and 304 to who has it', async () => {
      const input = { params: { ...PLACE, version: 1 } };
      const { body, headers } = await world.client.answer(routes.getVersion, input);
      const known = { 'if-none-match': headers.get('etag') ?? '' };

      expect(body).toMatchObject({ version: 1, description: 'first' });
      expect((await world.client.answer(routes.getVersion, input, { headers: known })).status).toBe(304);
    });

    it('answers UNKNOWN_WORKFLOW, and UNKNOWN_VERSION where only the version is not there', async () => {
      const nowhere = world.client.call(routes.getVersion, { params: { ...NOWHERE, version: 1 } });
      const later = world.client.call(routes.getVersion, { params: { ...PLACE, version: 99 } });

      expect(await Promise.all([nowhere, later].map(refusal))).toMatchObject([
        { status: 404, code: 'UNKNOWN_WORKFLOW' },
        { status: 404, code: 'UNKNOWN_VERSION' },
      ]);
    });
  });

  describe('getWorkflowGraph', () => {
    it('gives tasks, needs and levels, by default of the newest version', async () => {
      const params = await apply(world.client, QUICK);
      const graph = await world.client.call(routes.getWorkflowGraph, { params });

      expect(graph).toEqual({
        nodes: [
          { name: 'first', type: 'noop', level: 0 },
          { name: 'second', type: 'noop', level: 1 },
        ],
        edges: [{ from: 'first', to: 'second' }],
        levels: 2,
      });
      expect(await world.client.call(routes.getWorkflowGraph, { params, query: { version: 1 } })).toEqual(
        graph,
      );
    });

    it('answers UNKNOWN_WORKFLOW, and UNKNOWN_VERSION where only the version is not there', async () => {
      const nowhere = world.client.call(routes.getWorkflowGraph, { params: NOWHERE });
      const later = world.client.call(routes.getWorkflowGraph, { params: PLACE, query: { version: 99 } });

      expect(await Promise.all([nowhere, later].map(refusal))).toMatchObject([
        { status: 404, code: 'UNKNOWN_WORKFLOW' },
        { status: 404, code: 'UNKNOWN_VERSION' },
      ]);
    });
  });
}
