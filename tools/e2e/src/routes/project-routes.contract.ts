import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { refusal } from '../api-probe.js';
import { allPages } from '../follow.js';
import type { RouteWorld } from './route-world.js';

const JSON_BODY = { 'content-type': 'application/json' };

export function projectRoutes(world: RouteWorld): void {
  const put = (project: string, body: object) =>
    world.client.answer(routes.putProject, { params: { project }, body });

  describe('putProject', () => {
    it('makes a project (201) and then changes it (200)', async () => {
      const made = await put('made', { title: 'Made' });
      const changed = await put('made', { title: 'Changed', description: 'of the spec' });

      expect([made.status, changed.status]).toEqual([201, 200]);
      expect(changed.body).toEqual({
        name: 'made',
        title: 'Changed',
        description: 'of the spec',
        createdAt: made.body?.createdAt,
      });
    });

    it.each(['Made', 'a b', '../made', '__proto__', 'constructor', 'mаde', 'x'.repeat(64)])(
      'refuses the name %s with INVALID_NAME',
      async (project) => {
        expect(await refusal(put(project, {}))).toMatchObject({ status: 400, code: 'INVALID_NAME' });
      },
    );

    it.each([
      ['that is no JSON', JSON_BODY, '{', 400, 'MALFORMED_JSON'],
      ['with a key that is none', JSON_BODY, '{"titel":"x"}', 400, 'INVALID_BODY'],
      ['with a number for a text', JSON_BODY, '{"title":7}', 400, 'INVALID_BODY'],
      ['that reaches for a prototype', JSON_BODY, '{"__proto__":{"title":"x"}}', 400, 'FORBIDDEN_KEY'],
      ['nested too deep', JSON_BODY, `{"title":${'['.repeat(65)}${']'.repeat(65)}}`, 400, 'TOO_DEEP'],
      ['of another type', { 'content-type': 'text/plain' }, 'title', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['beyond 1 MiB', JSON_BODY, `{"title":"${'x'.repeat(2 ** 20)}"}`, 413, 'BODY_TOO_LARGE'],
    ])('refuses a body %s', async (_what, headers, body, status, code) => {
      const told = await world.probe.ask('/api/v1/projects/refused', { method: 'PUT', headers, body });

      expect(JSON.parse(told.text)).toMatchObject({ status, code });
      expect(
        await refusal(world.client.call(routes.getProject, { params: { project: 'refused' } })),
      ).toBeDefined();
    });
  });

  describe('getProject', () => {
    it('gives a project', async () => {
      await put('looked-at', { title: 'Look' });

      expect(await world.client.call(routes.getProject, { params: { project: 'looked-at' } })).toMatchObject({
        name: 'looked-at',
        title: 'Look',
      });
    });

    it('answers UNKNOWN_PROJECT for one that is not there', async () => {
      expect(
        await refusal(world.client.call(routes.getProject, { params: { project: 'nobody' } })),
      ).toMatchObject({
        status: 404,
        code: 'UNKNOWN_PROJECT',
        instance: '/api/v1/projects/nobody',
      });
    });
  });

  describe('listProjects', () => {
    it('gives all by name, page by page', async () => {
      for (const name of ['page-a', 'page-b', 'page-c', 'page-d', 'page-e']) await put(name, {});
      const { items, pages } = await allPages((cursor) =>
        world.client.call(routes.listProjects, {
          query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) },
        }),
      );
      const names = items.map(({ name }) => name);

      expect(pages).toBeGreaterThan(2);
      expect(names).toEqual([...new Set(names)].sort());
      expect(names.filter((name) => name.startsWith('page-'))).toHaveLength(5);
    });

    it.each([
      ['limit=0', 'INVALID_QUERY'],
      ['limit=201', 'INVALID_QUERY'],
      ['limit=x', 'INVALID_QUERY'],
      ['page=2', 'INVALID_QUERY'],
      ['cursor=e30', 'INVALID_CURSOR'],
      ['cursor=%00', 'INVALID_CURSOR'],
    ])('refuses ?%s with %s', async (query, code) => {
      const told = await world.probe.ask(`/api/v1/projects?${query}`);

      expect(JSON.parse(told.text)).toMatchObject({ status: 400, code });
    });
  });
}
