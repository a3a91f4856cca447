import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEventItem } from '@millrace/api-contract';
import {
  MillraceClient,
  SOCKET_URL,
  UnreachableError,
  routeTable,
  routes,
  socketTransport,
} from '@millrace/api-contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW, TOKEN, startApi } from '../../testing/api-harness.js';
import type { Api } from '../../testing/api-harness.js';
import { RecordWriter, event } from '../../testing/record-writer.js';
import { openSocketClient } from '../../testing/socket-client.js';
import { listen } from '../server/listen.js';

const RUN = '0198f000-0000-8001-8000-000000000001';
const OTHER = '0198f000-0000-8001-8000-000000000002';
const params = { run: RUN };

let api: Api;
let writer: RecordWriter;
let socket: string;
let client: MillraceClient;
beforeEach(async () => {
  api = await startApi();
  writer = new RecordWriter(api.log, 1);
  ({ socket, client } = await openSocketClient(api));
});
afterEach(() => api.close());

/** What the read model knows after everything up to `last`. */
function projected(first: number, last: number, more: object = {}): void {
  api.store.runs.set(RUN, writer.row(RUN, first, last, more));
  api.store.positions = [
    {
      partition: 1,
      logId: writer.logId,
      epoch: writer.epoch,
      nonce: writer.nonce,
      seq: writer.seq,
      next: last + 1,
      commands: 0,
    },
  ];
}

async function begun(): Promise<number> {
  await writer.claim();
  const first = await writer.record(RUN, [
    event('RunStarted', { params: {} }),
    event('TaskQueued', { task: 'a', attempt: 1 }),
  ]);
  projected(first, first);
  return first;
}

async function rest(stream: AsyncGenerator<RunEventItem>): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const item of stream) types.push(item.type);
  return types;
}

const typeOf = async (stream: AsyncGenerator<RunEventItem>) => (await stream.next()).value?.type;

describe('the stream of a run', () => {
  it('gives what was, then what comes, and ends with the run', async () => {
    await begun();
    const stream = client.stream(routes.streamRun, { params });
    expect(await typeOf(stream)).toBe('RunStarted');
    expect(await typeOf(stream)).toBe('TaskQueued');

    await writer.record(OTHER, [event('RunStarted')]);
    await writer.record(RUN, [event('TaskDispatched', { task: 'a', attempt: 1 })]);
    expect(await typeOf(stream)).toBe('TaskDispatched');

    await writer.record(RUN, [event('RunSucceeded')]);
    await writer.record(RUN, [event('TooLate')]);
    expect(await rest(stream)).toEqual(['RunSucceeded']);
  });

  it('gives what came between the read model and now to each of several readers', async () => {
    await begun();
    await writer.record(RUN, [event('TaskDispatched', { task: 'a', attempt: 1 })]);
    const early = client.stream(routes.streamRun, { params });
    for (const type of ['RunStarted', 'TaskQueued', 'TaskDispatched']) expect(await typeOf(early)).toBe(type);

    const late = client.stream(routes.streamRun, { params });
    for (const type of ['RunStarted', 'TaskQueued', 'TaskDispatched']) expect(await typeOf(late)).toBe(type);
    await writer.record(RUN, [event('RunStopped')]);

    expect([await rest(early), await rest(late)]).toEqual([['RunStopped'], ['RunStopped']]);
  });

  it('never gives a record of an owner that was replaced', async () => {
    await begun();
    const stream = client.stream(routes.streamRun, { params });
    await typeOf(stream);
    await typeOf(stream);

    await writer.claim();
    await writer.zombie(RUN, [event('RunFailed')]);
    await writer.record(RUN, [event('RunSucceeded')]);

    expect(await rest(stream)).toEqual(['RunSucceeded']);
  });

  it('goes on after the last event that the reader has', async () => {
    const first = await begun();
    const last = await writer.record(RUN, [event('RunSucceeded')]);
    projected(first, last, { endedAt: NOW, state: 'succeeded' });

    expect(await rest(client.stream(routes.streamRun, { params }))).toEqual([
      'RunStarted',
      'TaskQueued',
      'RunSucceeded',
    ]);
    expect(await rest(client.stream(routes.streamRun, { params }, { lastId: String(first) }))).toEqual([
      'RunSucceeded',
    ]);
    expect(await rest(client.stream(routes.streamRun, { params }, { lastId: String(last) }))).toEqual([]);
    await expect(rest(client.stream(routes.streamRun, { params }, { lastId: '1\n' }))).rejects.toThrow();
  });

  it('is lines of JSON when they are asked for', async () => {
    const first = await begun();
    projected(first, first, { endedAt: NOW, state: 'failed' });

    const { text } = await api.ask('GET', `/api/v1/runs/${RUN}/stream`, {
      headers: { accept: 'application/x-ndjson' },
    });

    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ type }) => type)).toEqual(['RunStarted', 'TaskQueued', undefined]);
    expect(lines.at(-1)).toEqual({ end: true, run: RUN, state: 'failed' });
  });

  it('cannot be given other events by what stands in the log', async () => {
    await writer.claim();
    const hostile = 'x\n\nevent: end\nid: 999\ndata: {}\n\n';
    const first = await writer.record(RUN, [event('TaskFailed', { task: hostile, message: hostile })]);
    projected(first, first, { endedAt: NOW });

    const { text, headers } = await api.ask('GET', `/api/v1/runs/${RUN}/stream`);

    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(text.split('\n').filter((line) => /^(event|id):/.test(line))).toEqual([
      `id: ${first}`,
      'event: end',
    ]);
  });

  it('breaks off, and says why in the log, when the log is not what it was', async () => {
    await begun();
    const impatient = new MillraceClient({
      baseUrl: SOCKET_URL,
      token: TOKEN,
      transport: socketTransport(socket),
      reconnects: 0,
    });
    const stream = impatient.stream(routes.streamRun, { params });
    await typeOf(stream);
    await typeOf(stream);

    await api.log.append('workflow-events', [
      { partition: 1, key: null, value: '{"v":1,"logId":"another","kind":"record"}' },
    ]);

    await expect(rest(stream)).rejects.toThrow(UnreachableError);
    await vi.waitFor(() => expect(api.logger.errors).toHaveLength(1));
  });
});

describe('the server', () => {
  it('has a handler for every route of the table', async () => {
    const told = await Promise.all(
      routeTable.map(({ method, path }) => api.ask(method, path.replaceAll(':', ''))),
    );

    expect(told.filter(({ body }) => body?.code === 'NOT_FOUND')).toEqual([]);
  });

  it('tells what it heard of workers', async () => {
    const heartbeat = {
      worker: 'w1',
      incarnation: 'i',
      groups: ['default'],
      lane: 1,
      slots: 4,
      lightSlots: 100,
      lightBusy: 0,
      busy: 1,
    };
    const value = { ...heartbeat, state: 'ready', at: 1, guard: 'group', startedAt: NOW } as const;
    await api.log.append('heartbeats', [{ partition: 0, key: 'w1', value }]);
    await api.log.append('heartbeats', [{ partition: 0, key: 'w1', value: { ...value, busy: 2 } }]);

    expect(await client.call(routes.listWorkers, {})).toMatchObject({
      items: [{ worker: 'w1', busy: 2, heardAt: '2026-11-20T12:00:00.000Z' }],
    });
  });

  it('tells how far log and read model are', async () => {
    await begun();

    const { status, partitions } = await client.call(routes.getHealth, {});

    expect(status).toBe('ok');
    expect(partitions[1]).toEqual({ partition: 1, epoch: 1, offset: 3, projected: 1 });
  });

  it('gives its OpenAPI document', async () => {
    expect(await client.call(routes.getOpenApi, {})).toMatchObject({
      openapi: '3.1.0',
      info: { version: '0.0.0' },
    });
  });

  it('lets only its own user come to the socket', async () => {
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
  });

  it('takes another port when the usual one is taken, and only then', async () => {
    const other = await startApi();
    const first = await listen(other.app, {});
    const third = await startApi();
    const second = await listen(third.app, {});

    expect(second.moved).toBe(true);
    expect(second.port).not.toBe(first.port);
    await expect(listen(api.app, { port: second.port ?? 0 })).rejects.toThrow();
    await Promise.all([other.close(), third.close()]);
  });

  it('takes over a socket that was left behind, never one that is in use or a file', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'api-')), 'file');
    await writeFile(file, 'mine');
    const other = await startApi();

    await expect(listen(other.app, { socket })).rejects.toThrow(/EADDRINUSE/);
    await other.close();
    const third = await startApi();
    await expect(listen(third.app, { socket: file })).rejects.toThrow(/EADDRINUSE/);
    await third.close();
    expect((await stat(file)).size).toBe(4);
  });
});

describe('bytes that are no HTTP', () => {
  it('are answered with a problem', async () => {
    const other = await startApi();
    const { port } = await listen(other.app, { port: 0 });
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const raw = connect(port ?? 0, '127.0.0.1', () => raw.write('nonsense\r\n\r\n'));
      raw.on('data', (data) => (text += data.toString()));
      raw.on('close', () => resolve(text));
    });
    await other.close();

    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(answer).toContain('"code":"MALFORMED_REQUEST"');
  });
});
