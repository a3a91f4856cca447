import { PUBLIC_PATHS, pathOf, routeTable } from '@millrace/api-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HELLO, TOKEN, startApi } from '../testing/api-harness.js';
import type { Api } from '../testing/api-harness.js';

const RUN = '0198f000-0000-8001-8000-000000000001';
const PARAMS = { project: 'retail', workflow: 'hello', version: 1, run: RUN, task: 'first', attempt: 1 };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const closed = routeTable
  .filter(({ path }) => !PUBLIC_PATHS.has(path))
  .map((route) => [route.name, route] as const);

describe('a request without the token', () => {
  it.each(closed)('is refused by %s, whatever it brings instead', async (_name, route) => {
    const wrong = [
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
      `Basic ${TOKEN}`,
      TOKEN,
      `Bearer ${TOKEN} x`,
    ];
    for (const authorization of wrong) {
      const body = route.body ? { body: '{' } : {};
      const told = await api.ask(route.method, pathOf(route, PARAMS), {
        headers: { authorization },
        ...body,
      });
      expect(told).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
      expect(told.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it.each([
    '/api/v1/runs/',
    '/api/v1//runs',
    '//api/v1/runs',
    '/API/v1/runs',
    '/api/v1/runs;x',
    '/api/v1/%72uns',
    '/api/v1/runs%2f',
    '/api/v1/./runs',
    '/livez/../api/v1/runs',
    '/livez/%2e%2e/api/v1/runs',
    '/api/v1/runs?/livez',
    '/api/v1/runs#/livez',
    '/livez/',
    '//livez',
    '/livez;x',
    '/LIVEZ',
    '/nothing',
    '/',
  ])('gets nothing by writing the path as %s', async (url) => {
    const told = await api.ask('GET', url, { headers: { authorization: '' } });

    expect(told.status).toBe(401);
  });

  it.each(['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'] as const)(
    'gets nothing by the method %s',
    async (method) => {
      const answer = await api.app.inject({
        method,
        url: '/api/v1/runs',
        headers: { 'x-http-method-override': 'GET' },
      });

      expect(answer.statusCode).toBe(401);
    },
  );

  it('gets what the public list names, and no more', async () => {
    for (const url of PUBLIC_PATHS) {
      const told = await api.ask('GET', url, { headers: { authorization: '' } });
      expect(told).toMatchObject({ status: 200, body: { status: 'ok' } });
    }
  });
});

describe('a request under a foreign name', () => {
  it.each([
    'evil.example',
    'evil.example:8420',
    'localhost.evil.example',
    '127.0.0.1.evil',
    'localhost@evil',
  ])('is refused for the host %s', async (host) => {
    expect(await api.ask('GET', '/api/v1/runs', { headers: { host } })).toMatchObject({
      status: 421,
      body: { code: 'WRONG_HOST' },
    });
  });

  it.each(['localhost', 'localhost:8420', '127.0.0.1:1', '[::1]:8420'])(
    'is answered for the host %s',
    async (host) => {
      expect(await api.ask('GET', '/api/v1/runs', { headers: { host } })).toMatchObject({ status: 200 });
    },
  );
});

describe('a body', () => {
  const starts = '/api/v1/projects/retail/workflows/hello/runs';
  const send = (text: string, type = 'application/json') =>
    api.ask('POST', starts, { body: text, headers: { 'content-type': type } });

  it.each([
    '{"params":{"__proto__":{"polluted":1}}}',
    '{"__proto__":{"polluted":1}}',
    '{"params":{"a":[{"\\u005f_proto__":{"polluted":1}}]}}',
    '{"params":{"constructor":{"prototype":{"polluted":1}}}}',
  ])('cannot reach the prototype of objects: %s', async (text) => {
    expect(await send(text)).toMatchObject({ status: 400, body: { code: 'FORBIDDEN_KEY' } });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('cannot be deeper than 64', async () => {
    const deep = (levels: number) => `{"params":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;

    expect(await send(deep(9000))).toMatchObject({ status: 400, body: { code: 'TOO_DEEP' } });
    expect(await send(deep(63))).toMatchObject({ status: 400, body: { code: 'TOO_DEEP' } });
  });

  it('is refused with the place of a number that no double holds, instead of taking it as null', async () => {
    expect(await send('{"params":{"list":[1,1e400]}}')).toMatchObject({
      status: 400,
      body: { code: 'NOT_FINITE', errors: [{ pointer: '/params/list/1' }] },
    });
  });

  it('is refused with a place when it has an unknown field', async () => {
    expect(await send('{"runId":"x","params":{}}')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_BODY', errors: [{ code: 'UNKNOWN_FIELD' }] },
    });
  });

  it('is refused when it is no JSON, or of another type', async () => {
    expect(await send('{"params":')).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
    expect(await send('a=1', 'application/x-www-form-urlencoded')).toMatchObject({ status: 415 });
    expect(await send('{}', 'text/plain')).toMatchObject({
      status: 415,
      body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
    });
    expect(await send('{}', 'application/yaml')).toMatchObject({ status: 415 });
  });

  it.each(['application/json', 'application/yaml'])(
    'that is not UTF-8 is refused with the place of the first wrong byte: %s',
    async (type) => {
      const validate = '/api/v1/workflows/validate';
      const body = Buffer.from('name: x\n# caf\xe9\n', 'latin1');

      expect(await api.ask('POST', validate, { body, headers: { 'content-type': type } })).toMatchObject({
        status: 400,
        body: {
          code: 'NOT_UTF8',
          detail: expect.stringContaining('line 2, column 6'),
          errors: [{ line: 2, column: 6, hint: expect.stringContaining('UTF-8') }],
        },
      });
    },
  );

  it('of 2 MiB is refused', async () => {
    const told = await api.ask('PUT', '/api/v1/projects/retail/workflows/hello', {
      body: HELLO + '#'.repeat(2 * 1024 * 1024),
    });

    expect(told).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
  });
});

describe('every answer', () => {
  it.each(['/api/v1/runs', '/api/v1/nothing', '/api/v1/runs?limit=x', '/%zz', '/livez'])(
    'of %s tells browsers to be careful',
    async (url) => {
      const told = await api.ask('GET', url);

      if (url !== '/%zz')
        expect(told.headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        });
      if (told.status >= 400) {
        expect(told.headers['content-type']).toBe('application/problem+json; charset=utf-8');
        expect(told.body).toMatchObject({
          status: told.status,
          code: expect.stringMatching(/^[A-Z_]+$/),
          instance: url.split('?')[0],
        });
        expect(told.body.traceId).toMatch(/^[0-9a-f]{32}$/);
      }
    },
  );

  it('names the trace of the caller in its problem', async () => {
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;

    expect(await api.ask('GET', '/nothing', { headers: { traceparent } })).toMatchObject({
      status: 404,
      body: { traceId: 'ab'.repeat(16) },
    });
  });
});
