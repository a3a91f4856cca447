import type { MillraceClient } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { AttemptEntry } from '@millrace/persistence';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HELLO, NOW, startApi } from '../../testing/api-harness.js';
import type { Api } from '../../testing/api-harness.js';
import { RecordWriter, event } from '../../testing/record-writer.js';
import { openSocketClient } from '../../testing/socket-client.js';

const RUN = '0198f000-0000-8001-8000-000000000001';

let api: Api;
let writer: RecordWriter;
let client: MillraceClient;
beforeEach(async () => {
  api = await startApi();
  writer = new RecordWriter(api.log, 1);
  ({ client } = await openSocketClient(api));
});
afterEach(() => api.close());

describe('the log of an attempt', () => {
  const attempt = { run: RUN, task: 'first', attempt: 1 };
  const path = `/api/v1/runs/${RUN}/tasks/first/attempts/1/log`;

  beforeEach(async () => {
    const told = await api.ask('PUT', '/api/v1/projects/retail/workflows/hello', { body: HELLO });
    api.store.runs.set(RUN, writer.row(RUN, 1, 1, { definition: told.body.hash }));
    const entry = {
      number: 1,
      state: 'running',
      worker: 'w',
      incarnation: 'i',
      dispatchedAt: NOW,
      startedAt: null,
      endedAt: null,
    } as const;
    api.store.tasks.set(`${RUN}/first`, {
      ...{ run: RUN, task: 'first', state: 'running', allowed: false, reason: null, error: null, attempt: 1 },
      ...{ outputs: null, queuedAt: NOW, startedAt: null, endedAt: null, attempts: [entry] },
    });
    const texts = ['one', '\u001b[31mtwo\r\nevent: end', 'three'];
    api.logs.lines = texts.map((text, index) => ({ line: index + 1, at: NOW, stream: 'stdout', text }));
  });

  it('comes in pages', async () => {
    expect((await api.ask('GET', `${path}?from=2&limit=1`)).body).toMatchObject({
      lines: [{ line: 2 }],
      first: 2,
      next: 3,
      total: 3,
    });
    expect((await api.ask('GET', `${path}?tail=1`)).body).toMatchObject({ lines: [{ text: 'three' }] });
    expect(await api.ask('GET', `${path}?tail=1&from=1`)).toMatchObject({ status: 400 });
    expect(await api.ask('GET', path.replace('attempts/1', 'attempts/2'))).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_ATTEMPT' },
    });
  });

  it('comes as a download that no browser shows', async () => {
    const told = await api.ask('GET', path, { headers: { accept: 'text/plain' } });

    expect(told.text).toBe('one\n\u001b[31mtwo\r\nevent: end\nthree\n');
    expect(told.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${RUN}.first.1.log"`,
      'x-content-type-options': 'nosniff',
    });
  });

  describe('whose last lines are stored after the end of the attempt', () => {
    const texts = ['one', 'two'];
    beforeEach(() => {
      const row = api.store.tasks.get(`${RUN}/first`);
      if (row) row.attempts = row.attempts.map((one) => ({ ...one, state: 'succeeded', logLines: 2 }));
      api.logs.lines = [];
      api.logs.complete = false;
      api.logs.onFollow = () => {
        api.logs.lines = texts.map((text, index) => ({ line: index + 1, at: NOW, stream: 'stdout', text }));
        api.logs.complete = true;
      };
    });

    it.each(['', '?tail=2'])('is read when they are: pages%s', async (query) => {
      const { body } = await api.ask('GET', `${path}${query}`);
      expect(body).toMatchObject({ lines: texts.map((text) => ({ text })), total: 2, complete: true });
    });

    it('is downloaded when they are', async () => {
      const { text } = await api.ask('GET', path, { headers: { accept: 'text/plain' } });
      expect(text).toBe('one\ntwo\n');
    });

    it('is given as far as it is when they do not come', async () => {
      api.logs.onFollow = () => undefined;
      expect((await api.ask('GET', path)).body).toMatchObject({ lines: [], complete: false });
      expect((await api.ask('GET', path, { headers: { accept: 'text/plain' } })).text).toBe('');
    });
  });

  it('is followed from the line that the reader has', async () => {
    const lines: number[] = [];
    for await (const line of client.stream(routes.streamLog, { params: attempt }, { lastId: '1' }))
      lines.push(line.line);

    expect(lines).toEqual([2, 3]);
  });

  it('ends with a problem, and is not asked for again, when the log cannot be read on', async () => {
    api.logs.failure = new Error('the shard is torn');
    const gather = async (): Promise<void> => {
      for await (const line of client.stream(routes.streamLog, { params: attempt })) void line;
    };

    await expect(gather()).rejects.toMatchObject({ problem: { status: 500, code: 'INTERNAL' } });
    expect(api.logger.errors).toEqual(['stream of a log broke off']);
    const { text } = await api.ask('GET', `${path}/stream`, { headers: { accept: 'application/x-ndjson' } });
    expect(JSON.parse(text)).toMatchObject({ problem: { code: 'INTERNAL' } });
  });

  it('ends without being complete when its worker is gone', async () => {
    api.logs.complete = false;
    const row = api.store.tasks.get(`${RUN}/first`);
    if (row) row.attempts = row.attempts.map((one) => ({ ...one, state: 'lost' }));

    const lines: number[] = [];
    for await (const line of client.stream(routes.streamLog, { params: attempt })) lines.push(line.line);

    expect(lines).toEqual([1, 2, 3]);
  });

  describe('that wrote nothing', () => {
    beforeEach(() => {
      api.logs.lines = [];
      api.logs.complete = false;
    });
    const change = (more: Partial<AttemptEntry>): void => {
      const row = api.store.tasks.get(`${RUN}/first`);
      if (row) row.attempts = row.attempts.map((one) => ({ ...one, ...more }));
    };
    const followed = async (): Promise<readonly number[]> => {
      const lines: number[] = [];
      for await (const line of client.stream(routes.streamLog, { params: attempt })) lines.push(line.line);
      return lines;
    };

    it('is complete when the attempt has ended', async () => {
      change({ state: 'succeeded' });
      expect((await api.ask('GET', path)).body).toMatchObject({ lines: [], complete: true });
      expect(await followed()).toEqual([]);
    });

    it('is not while the attempt runs, nor where its lines have not come yet', async () => {
      change({ state: 'running' });
      expect((await api.ask('GET', path)).body).toMatchObject({ complete: false });
      change({ state: 'succeeded', logLines: 2 });
      expect((await api.ask('GET', path)).body).toMatchObject({ complete: false });
    });

    it.each(['AttemptSucceeded', 'AttemptLost'])('ends its stream with the attempt: %s', async (type) => {
      change({ state: 'running' });
      const lines = followed();
      const data = type === 'AttemptLost' ? { reason: 'worker-lost' } : {};
      await writer.claim();
      await writer.record(RUN, [event(type, { task: 'first', attempt: 1, ...data })]);
      expect(await lines).toEqual([]);
    });
  });
});
