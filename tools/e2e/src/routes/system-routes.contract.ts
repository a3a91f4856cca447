import { PUBLIC_PATHS, pathOf, problem, routeTable, routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { QUICK } from '../sample-workflows.js';
import { NO_RUN } from './route-world.js';
import type { RouteWorld } from './route-world.js';

const COMMAND = '11111111-1111-4111-8111-111111111111';
const PARAMS = {
  command: COMMAND,
  project: 'default',
  workflow: 'quick',
  version: 1,
  run: NO_RUN,
  task: 'first',
  attempt: 1,
};
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

export function systemRoutes(world: RouteWorld): void {
  describe('without the token of the server', () => {
    it.each(routeTable.map((route) => [route.name, route] as const))(
      '%s is 401, or open to everyone',
      async (_name, route) => {
        const path = pathOf(route, PARAMS);
        const { method } = route;
        const told = await Promise.all(
          [null, 'mrt_wrong', ''].map((token) => world.probe.ask(path, { method, token })),
        );

        if (PUBLIC_PATHS.has(route.path)) {
          expect(told.map(({ status }) => status)).toEqual([200, 200, 200]);
          return;
        }
        expect(told.map(({ status }) => status)).toEqual([401, 401, 401]);
        expect(told[0]?.headers.get('www-authenticate')).toBe('Bearer');
        expect(problem.parse(JSON.parse(told[0]?.text ?? ''))).toMatchObject({
          code: 'UNAUTHORIZED',
          instance: path,
        });
      },
    );

    it('even what is not there is 401, and no header tells what the server is', async () => {
      const { status, headers } = await world.probe.ask('/api/v1/secrets', { token: null });

      expect(status).toBe(401);
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
    });
  });

  describe('every error', () => {
    it('is application/problem+json with the id of the caller’s trace', async () => {
      const { headers, text } = await world.probe.ask('/api/v1/projects/nobody', {
        headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
      });

      expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(JSON.parse(text)).toEqual({
        type: 'urn:millrace:problem:unknown-project',
        title: 'Not Found',
        status: 404,
        detail: "There is no project 'nobody'.",
        instance: '/api/v1/projects/nobody',
        code: 'UNKNOWN_PROJECT',
        traceId: TRACE,
        errors: [],
      });
    });

    it.each([
      ['GET', '/api/v1/nothing', {}, 404, 'NOT_FOUND'],
      ['DELETE', '/api/v1/projects/default', {}, 404, 'NOT_FOUND'],
      ['GET', '/api/v1/projects?x=1', {}, 400, 'INVALID_QUERY'],
      ['GET', '/livez', { host: 'evil.example' }, 421, 'WRONG_HOST'],
      ['GET', '/api/v1/projects/%E0%A4%A', {}, 400, 'MALFORMED_REQUEST'],
    ])('%s %s is one, too', async (method, path, headers, status, code) => {
      const told = await world.probe.ask(path, { method, headers });

      expect(told.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(problem.parse(JSON.parse(told.text))).toMatchObject({ status, code });
    });
  });

  describe('listWorkers', () => {
    it('gives the worker', async () => {
      const { items } = await world.client.call(routes.listWorkers, {});

      const guard = expect.stringMatching(/^(pid-namespace|cgroup|process-group)$/);
      expect(items).toMatchObject([{ groups: ['default'], state: 'ready', guard }]);
    });
  });

  describe('getHealth', () => {
    it('tells that the server is well, and that the read model is not behind', async () => {
      await world.ended(QUICK);
      const { status, services, partitions } = await world.client.call(routes.getHealth, {});

      expect([status, ...services.map((service) => service.status)]).toEqual([
        'ok',
        ...services.map(() => 'ok'),
      ]);
      expect(services.map(({ name }) => name)).toEqual(expect.arrayContaining(['api', 'log', 'projection']));
      expect(partitions).toHaveLength(4);
      expect(partitions.map(({ projected }) => projected)).toEqual(partitions.map(({ offset }) => offset));
    });

    world.column.it('names all parts, and the active runs of each partition', async () => {
      const health = await world.client.call(routes.getHealth, {});

      const names = health.services.map(({ name }) => name).toSorted();
      expect(names).toEqual(['api', 'log', 'logger', 'master', 'projection', 'worker']);
      expect(health.partitions.map(({ activeRuns }) => typeof activeRuns)).toEqual(Array(4).fill('number'));
    });
  });

  describe('getOpenApi', () => {
    it('is of version 3.1 and names every route once', async () => {
      const document = (await world.client.call(routes.getOpenApi, {})) as Partial<OpenApi>;
      const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
        Object.entries(item).map(
          ([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`,
        ),
      );

      expect(document.openapi).toMatch(/^3\.1\.\d$/);
      expect(operations.toSorted()).toEqual(
        routeTable
          .map(({ name, method, path }) => `${name} ${method} ${path.replace(/:([a-z]+)/g, '{$1}')}`)
          .toSorted(),
      );
    });
  });

  describe('livez, readyz and startupz', () => {
    it('answer ok', async () => {
      expect(await world.client.call(routes.livez, {})).toEqual({ status: 'ok' });
      expect(await world.client.call(routes.readyz, {})).toEqual({ status: 'ok' });
      expect(await world.client.call(routes.startupz, {})).toEqual({ status: 'ok' });
    });
  });
}
