import { describe, expect, it } from 'vitest';
import { routes } from '../routes/routes.js';
import { ApiError, ContractError, UnreachableError } from './client-errors.js';
import type { ClientOptions } from './client-options.js';
import { MillraceClient } from './millrace-client.js';
import type { TransportRequest } from './transport.js';

const RUN = '0198f000-0000-8001-8000-000000000001';
const COMMAND = { commandId: 'c', run: RUN, position: 'log:1:7', state: 'accepted' };

interface Sent extends TransportRequest {
  readonly url: string;
}

/** A client whose server gives these answers, one after the other; a text is the cause of no answer. */
function clientOf(answers: readonly (Response | string)[], options: Partial<ClientOptions> = {}) {
  const sent: Sent[] = [];
  const client = new MillraceClient({
    baseUrl: 'http://here',
    token: 't0ken',
    reconnectMs: 0,
    ...options,
    transport: async (url, init) => {
      const answer = answers[sent.length];
      sent.push({ url, ...init });
      if (answer instanceof Response) return answer;
      throw new Error(answer ?? 'no more answers');
    },
  });
  return { client, sent };
}

const events = (text: string): Response =>
  new Response(text, { headers: { 'content-type': 'text/event-stream' } });
const line = (n: number): string =>
  JSON.stringify({ line: n, at: '2026-11-20T00:00:00.000Z', stream: 'stdout', text: `l${n}` });

describe('MillraceClient', () => {
  it('sends method, path, token, key and body of a route', async () => {
    const { client, sent } = clientOf([Response.json(COMMAND, { status: 201 })]);

    const params = { project: 'retail', workflow: 'daily' };
    await client.call(
      routes.startRun,
      { params, body: { params: { a: 1 } } },
      { idempotencyKey: 'k', waitSeconds: 3 },
    );

    expect(sent[0]).toMatchObject({
      url: 'http://here/api/v1/projects/retail/workflows/daily/runs',
      method: 'POST',
      body: '{"params":{"a":1}}',
      headers: {
        authorization: 'Bearer t0ken',
        'idempotency-key': 'k',
        prefer: 'wait=3',
        'content-type': 'application/json',
      },
    });
  });

  it('repeats what may be repeated in a query', async () => {
    const { client, sent } = clientOf([Response.json({ items: [], nextCursor: null })]);

    await client.call(routes.listRuns, { query: { state: ['failed', 'stopped'], limit: 3 } });

    expect(sent[0]?.url).toBe('http://here/api/v1/runs?state=failed&state=stopped&limit=3');
  });

  it('asks later reads to see what its command did', async () => {
    const accepted = Response.json(COMMAND, {
      status: 201,
      headers: { 'x-consistency-position': 'log:1:7' },
    });
    const { client, sent } = clientOf([accepted, Response.json({ items: [] })]);

    await client.call(routes.stopRun, { params: { run: RUN }, body: {} });
    await client.call(routes.listTaskRuns, { params: { run: RUN } });

    expect(sent[1]?.headers['x-consistency-position']).toBe('log:1:7');
  });

  it('throws the problem that the server answered', async () => {
    const problem = {
      type: 'x',
      title: 'x',
      status: 404,
      detail: 'gone',
      instance: '/',
      code: 'UNKNOWN_RUN',
      traceId: '1',
      errors: [],
    };
    const answer = Response.json(problem, {
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
    });
    const { client } = clientOf([answer]);

    const call = client.call(routes.getRun, { params: { run: RUN } });

    await expect(call).rejects.toThrow(ApiError);
    await expect(call).rejects.toMatchObject({ code: 'UNKNOWN_RUN', status: 404, message: 'gone' });
  });

  it('tells an answer of something else from one of the API', async () => {
    const { client } = clientOf([new Response('<html>'), Response.json({ hello: 1 }), 'refused']);
    const call = () => client.call(routes.getRun, { params: { run: RUN } });

    await expect(call()).rejects.toThrow(ContractError);
    await expect(call()).rejects.toThrow(ContractError);
    await expect(call()).rejects.toThrow(UnreachableError);
  });

  it('goes on with a broken stream after the last item that came', async () => {
    const first = events(`: hi\n\nid: 1\ndata: ${line(1)}\n\n`);
    const second = events(`id: 2\ndata: ${line(2)}\n\nevent: end\ndata: {}\n\n`);
    const { client, sent } = clientOf([first, 'away', second]);

    const lines: number[] = [];
    const params = { run: RUN, task: 'extract', attempt: 1 };
    for await (const item of client.stream(routes.streamLog, { params })) lines.push(item.line);

    expect(lines).toEqual([1, 2]);
    expect(sent.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1', '1']);
  });

  it('throws the problem with which a stream ends', async () => {
    const told = {
      type: 't',
      title: 't',
      status: 500,
      detail: 'd',
      instance: '/',
      code: 'INTERNAL',
      traceId: 'x',
    };
    const end = `event: problem\ndata: ${JSON.stringify({ ...told, errors: [] })}\n\n`;
    const { client, sent } = clientOf([events(`id: 1\ndata: ${line(1)}\n\n${end}`)]);
    const gather = async (): Promise<void> => {
      const params = { run: RUN, task: 'a', attempt: 1 };
      for await (const one of client.stream(routes.streamLog, { params })) void one;
    };

    await expect(gather()).rejects.toThrow(ApiError);
    expect(sent).toHaveLength(1);
  });

  it('gives up on a stream that breaks too often', async () => {
    const { client, sent } = clientOf(['away', 'away', 'away'], { reconnects: 1 });

    const first = client
      .stream(routes.streamLog, { params: { run: RUN, task: 'extract', attempt: 1 } })
      .next();

    await expect(first).rejects.toThrow(UnreachableError);
    expect(sent).toHaveLength(2);
  });
});
