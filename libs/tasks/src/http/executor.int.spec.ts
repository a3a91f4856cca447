import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeContext, taskContract } from '../../testing/index.js';
import { http } from './definition.js';
import { runHttp } from './executor.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What the name server knows in these tests: the address of each host by turn. */
const zone = vi.hoisted(() => ({ answers: new Map<string, string[][]>(), asked: new Array<string>() }));

vi.mock('node:dns', () => ({
  lookup: (host: string, _options: unknown, callback: (error: Error | null, found: unknown) => void) => {
    zone.asked.push(host);
    const found = zone.answers.get(host)?.shift() ?? [];
    const error = found.length === 0 ? Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }) : null;
    callback(
      error,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  },
}));

let server: Server;
let port = 0;
let handler: Handler;
let requests: {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly key: unknown;
  readonly length: unknown;
}[];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({
        method,
        url,
        body: Buffer.concat(chunks).toString(),
        key: headers['idempotency-key'],
        length: headers['content-length'],
      });
      handler(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  requests = [];
  zone.answers.clear();
  zone.asked.length = 0;
  handler = (request, response) => {
    const status = Number(/status=(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
    if (request.url?.startsWith('/hang') !== true) response.writeHead(status).end('the body');
  };
});

const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
const attempt = (request: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) =>
  makeContext({ settings: { request, ...more }, spawns: false });
const run = (request: Readonly<Record<string, unknown>>, more?: Readonly<Record<string, unknown>>) =>
  runHttp(attempt(request, more).context);

taskContract(http, () => ({
  short: { request: { url: url('/') } },
  endless: { settings: { request: { url: url('/hang') } }, marker: '/hang\n' },
  chatty: { request: { url: url('/') } },
  wrong: [
    { settings: { request: { url: url('/?status=404') } }, code: 'HTTP_STATUS' },
    { settings: { request: { url: url('/') }, expect: { bodyContains: 'no such text' } }, code: 'HTTP_BODY' },
    { settings: { request: { url: 'http://127.0.0.1:1/' } }, code: 'HTTP_UNREACHABLE' },
    { settings: { request: { url: 'http://no-such-host.test/' } }, code: 'HTTP_UNREACHABLE' },
    { settings: { request: { url: `https://127.0.0.1:${port}/` } }, code: 'HTTP_UNREACHABLE' },
    { settings: { request: { url: 'file:///etc/passwd' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'gopher://127.0.0.1/' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'http://169.254.169.254/latest/meta-data' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'http://2852039166/' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'http://0251.0376.0251.0376/' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'http://0xa9fea9fe/' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'http://[::ffff:169.254.169.254]/' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'http://[fe80::1]/' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'http://0/' } }, code: 'EGRESS_REFUSED' },
    { settings: { request: { url: 'nonsense' } }, code: 'SETTINGS_INVALID' },
    { settings: { request: { url: url('/'), method: 'FETCH' } }, code: 'SETTINGS_INVALID' },
    { settings: { request: { url: url('/') }, expect: { status: [99] } }, code: 'SETTINGS_INVALID' },
    { settings: { request: {} }, code: 'SETTINGS_INVALID' },
  ],
}));

describe('runHttp', () => {
  it('gives status, body and headers', async () => {
    handler = (_, response) =>
      void response.writeHead(201, { 'X-Rows': '12', 'Set-Cookie': ['a=1', 'b=2'] }).end('größe');
    const result = await run({ url: url('/') });
    expect(result).toMatchObject({ state: 'succeeded', outputs: { status: 201n, body: 'größe' } });
    const headers = result.state === 'succeeded' ? result.outputs['headers'] : null;
    expect(headers instanceof Map && [headers.get('x-rows'), headers.get('set-cookie')]).toEqual([
      '12',
      ['a=1', 'b=2'],
    ]);
  });

  it('sends method, query, body and the idempotency key', async () => {
    await run({ method: 'POST', url: url('/x'), query: { q: 'a b' }, body: { a: 1 } });
    expect(requests).toEqual([
      { method: 'POST', url: '/x?q=a+b', body: '{"a":1}', key: 'run-1/task/1', length: '7' },
    ]);
  });

  it('reads 1 MiB of an endless body, and gives the first 32 KiB without half a character', async () => {
    const piece = 'ä'.repeat(8192);
    handler = (_, response) => {
      const write = (): void => {
        while (response.write(piece));
        response.once('drain', write);
      };
      response.write('x');
      write();
    };
    const test = attempt({ url: url('/') }, { expect: { bodyContains: 'ää' } });
    const result = await runHttp(test.context);
    expect(result).toHaveProperty('outputs.body', `x${'ä'.repeat(16383)}`);
    expect(test.logged()).toContain('1048576 bytes read');
  });

  it('shows the body of a response that was not expected', async () => {
    expect(await run({ url: url('/?status=503') })).toMatchObject({
      code: 'HTTP_STATUS',
      message: 'The response was 503 Service Unavailable, expected 2xx. The body: the body',
    });
    const expected = { expect: { status: [503, '404'] } };
    expect(await run({ url: url('/?status=503') }, expected)).toMatchObject({ state: 'succeeded' });
  });

  it('logs where it asks, without query, user or headers', async () => {
    const test = attempt({
      url: `http://user:hunter2@127.0.0.1:${port}/x?token=hunter2`,
      headers: { authorization: 'hunter2' },
      query: { more: 'hunter2' },
    });
    await runHttp(test.context);
    expect(test.logged()).toBe(`GET http://127.0.0.1:${port}/x\n200 OK, 8 bytes read\n`);
  });

  it('says why there was no response, without addresses', async () => {
    zone.answers.set('service.test', [['127.0.0.1', '::1']]);
    const refused = await run({ url: 'http://service.test:1/x?token=hunter2' });
    expect(refused).toMatchObject({ code: 'HTTP_UNREACHABLE' });
    expect(refused).toHaveProperty('message', expect.stringContaining('the connection was refused'));
    expect(refused).toHaveProperty('message', expect.not.stringMatching(/hunter2|127\.0\.0\.1|::1/));

    handler = (_, response) =>
      void response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    expect(await run({ url: url('/') })).toMatchObject({ code: 'HTTP_UNREACHABLE' });
  });

  it('stops amid a body', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    handler = (_, response) => void response.write('half', () => resolve());
    const test = attempt({ url: url('/') });
    const result = runHttp(test.context);
    await asked;
    test.abort('timed-out');
    expect(await result).toEqual({ state: 'stopped' });
  });
});

describe('runHttp, bodies', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])(
    'are delivered by %s',
    async (method) => {
      expect(await run({ method, url: url('/'), body: { name: 'é' } })).toMatchObject({ state: 'succeeded' });
      expect(requests).toMatchObject([{ method, body: '{"name":"é"}', length: '13' }]);
    },
  );

  it('that are not there are not announced', async () => {
    await run({ method: 'DELETE', url: url('/') });
    expect(requests).toMatchObject([{ body: '', length: undefined }]);
  });
});

describe('runHttp, redirects', () => {
  const redirectTo = (location: string, status = 302): void => {
    handler = (request, response) => {
      if (request.url === '/end') response.end('arrived');
      else response.writeHead(status, { location }).end();
    };
  };

  it('follows within the host', async () => {
    redirectTo('/end', 307);
    expect(await run({ method: 'PUT', url: url('/'), body: 'b' })).toMatchObject({
      outputs: { body: 'arrived' },
    });
    expect(requests.map(({ method, url: path, body }) => [method, path, body])).toEqual([
      ['PUT', '/', 'b'],
      ['PUT', '/end', 'b'],
    ]);
  });

  it('refuses to go to another host', async () => {
    redirectTo('http://169.254.169.254/');
    expect(await run({ url: url('/') })).toMatchObject({ code: 'REDIRECT_REFUSED' });
    redirectTo(`http://localhost:${port}/end`);
    expect(await run({ url: url('/') })).toMatchObject({ code: 'REDIRECT_REFUSED', retryable: false });
  });

  it('follows five and not six', async () => {
    redirectTo('/');
    expect(await run({ url: url('/') })).toMatchObject({ code: 'REDIRECT_REFUSED' });
    expect(requests).toHaveLength(6);
  });

  it('takes a redirect that is expected as the answer', async () => {
    redirectTo('http://elsewhere.test/');
    const result = await run({ url: url('/') }, { expect: { status: [302] } });
    expect(result).toMatchObject({ state: 'succeeded', outputs: { status: 302n } });
  });
});

describe('runHttp, addresses', () => {
  it('connects to the very address that it has vetted', async () => {
    zone.answers.set('rebind.test', [['127.0.0.1'], ['169.254.169.254']]);
    expect(await run({ url: `http://rebind.test:${port}/` })).toMatchObject({ state: 'succeeded' });
    expect(zone.asked).toEqual(['rebind.test']);
  });

  it.each([[['169.254.169.254']], [['127.0.0.1', '169.254.169.254']], [['::ffff:a9fe:a9fe']], [['fe80::1']]])(
    'refuses a host that resolves to %j',
    async (addresses) => {
      zone.answers.set('metadata.test', [addresses]);
      const result = await run({ url: `http://metadata.test:${port}/` });
      expect(result).toMatchObject({ code: 'EGRESS_REFUSED', retryable: false });
      expect(result).toHaveProperty('message', expect.stringContaining('metadata.test'));
      expect(requests).toEqual([]);
    },
  );

  it('vets again for every redirect', async () => {
    zone.answers.set('rebind.test', [['127.0.0.1'], ['169.254.169.254']]);
    handler = (_, response) => void response.writeHead(302, { location: '/end' }).end();
    expect(await run({ url: `http://rebind.test:${port}/` })).toMatchObject({ code: 'EGRESS_REFUSED' });
    expect(requests).toHaveLength(1);
  });
});
