import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { testContext } from '../testing/test-context.js';
import { runCli } from './run-cli.js';

let server: Server | undefined;

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

const STATUS = {
  stale: false,
  lag: 0,
  partitions: [{ partition: 0, offset: 4, projected: 4, lag: 0, rebuilt: 0 }],
  rebuild: { state: 'running', done: 0, of: 4 },
};

/** A server that answers each request so; gives what was asked and a world that knows it. */
async function serverOf(status: number, body: object) {
  const requests: string[] = [];
  server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { requests, context: testContext({ env: { MILLRACE_URL: url, MILLRACE_TOKEN: 't' } }) };
}

describe('the commands of the projection', () => {
  it('print its status', async () => {
    const { requests, context } = await serverOf(200, STATUS);
    expect(await runCli(['projection', 'status'], context)).toBe(0);
    expect(requests).toEqual(['GET /api/v1/projection']);
    expect(context.stdout.text()).toContain('Read model  current\n');
  });

  it('give the answer of the API to programs, and a word', async () => {
    const { context } = await serverOf(200, STATUS);
    expect(await runCli(['projection', 'status', '-o', 'json'], context)).toBe(0);
    expect(JSON.parse(context.stdout.text())).toEqual(STATUS);
    const named = await serverOf(200, { ...STATUS, stale: true, reason: 'why' });
    expect(await runCli(['projection', 'status', '-o', 'name'], named.context)).toBe(0);
    expect(named.context.stdout.text()).toBe('stale\n');
  });

  it('begin a rebuild and say how to follow it', async () => {
    const { requests, context } = await serverOf(200, STATUS);
    expect(await runCli(['projection', 'rebuild'], context)).toBe(0);
    expect(requests).toEqual(['POST /api/v1/projection/rebuild']);
    expect(context.stdout.text()).toBe('Rebuild  running, 0 of 4 records\n');
    expect(context.stderr.text()).toContain('millrace projection status');
  });

  it('are 7 where there is a rebuild already', async () => {
    const problem = {
      type: 'urn:x',
      title: 'Conflict',
      status: 409,
      detail: 'It is done already.',
      instance: '/',
    };
    const { context } = await serverOf(409, {
      ...problem,
      code: 'REBUILD_RUNNING',
      traceId: 't',
      errors: [],
    });
    expect(await runCli(['projection', 'rebuild'], context)).toBe(7);
    expect(context.stderr.text()).toContain('It is done already.');
  });
});
