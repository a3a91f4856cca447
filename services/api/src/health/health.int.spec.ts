import { LogFullError, LogUnreachableError } from '@millrace/events';
import { ReadModelDamagedError, ReadModelUnavailableError } from '@millrace/persistence';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HELLO, NOW, startApi } from '../../testing/api-harness.js';
import type { Api } from '../../testing/api-harness.js';
import { RecordWriter } from '../../testing/record-writer.js';

const RUN = '0198f000-0000-8001-8000-000000000001';

let api: Api;
beforeEach(async () => {
  api = await startApi();
  api.store.runs.set(RUN, new RecordWriter(api.log, 1).row(RUN, 1, 2, { startedAt: NOW }));
});
afterEach(() => api.close());

const services = async () => (await api.ask('GET', '/api/v1/health')).body;

describe('While the read model does not follow the log', () => {
  beforeEach(() => {
    api.positions.trouble = 'the log has a hole';
  });

  it.each(['/api/v1/runs', `/api/v1/runs/${RUN}`])('%s says that it is stale, also unasked', async (path) => {
    const { status, body, headers } = await api.ask('GET', path);
    expect([status, body.stale, headers['x-stale']]).toEqual([200, true, 'true']);
  });

  it('what the catalogue holds is not stale', async () => {
    const { body, headers } = await api.ask('GET', '/api/v1/projects');
    expect([body.stale, headers['x-stale']]).toEqual([undefined, undefined]);
  });

  it('health is degraded and tells why', async () => {
    expect(await services()).toMatchObject({
      status: 'degraded',
      services: expect.arrayContaining([
        { name: 'projection', status: 'degraded', detail: 'the log has a hole' },
        { name: 'log', status: 'ok' },
      ]),
    });
  });

  it('readyz is 200, says that reads are stale, and to nobody why', async () => {
    const { status, body } = await api.ask('GET', '/readyz');
    expect([status, body]).toEqual([200, { status: 'ok', stale: true }]);
  });
});

it('says nothing of staleness while the read model follows the log', async () => {
  expect((await api.ask('GET', '/api/v1/runs')).body.stale).toBeUndefined();
  expect((await api.ask('GET', '/readyz')).body).toEqual({ status: 'ok' });
  expect(await services()).toMatchObject({ status: 'ok' });
});

describe('A row that cannot be read', () => {
  it.each([
    ['a list', 'listRuns', '/api/v1/runs', 'GET'],
    ['a run', 'findRun', `/api/v1/runs/${RUN}`, 'GET'],
  ] as const)(
    'found by %s is made anew, and the answer says to ask again',
    async (_what, method, path, verb) => {
      vi.spyOn(api.store, method).mockRejectedValue(new ReadModelDamagedError('torn'));
      const { status, body, headers } = await api.ask(verb, path);
      expect([status, body.code, headers['retry-after']]).toEqual([503, 'READ_MODEL_DAMAGED', '1']);
      expect(api.positions.repairs).toEqual(['torn']);
    },
  );
});

it('says to ask again where the database of the read model is away, and does not have it made anew', async () => {
  vi.spyOn(api.store, 'listRuns').mockRejectedValue(new ReadModelUnavailableError('db:3306 is away'));
  const { status, body, headers } = await api.ask('GET', '/api/v1/runs');
  expect([status, body.code, headers['retry-after']]).toEqual([503, 'READ_MODEL_UNAVAILABLE', '5']);
  expect(JSON.stringify(body)).not.toContain('db:3306');
  expect(api.positions.repairs).toEqual([]);
});

describe('A full log', () => {
  const full = new LogFullError('The disk is full.');

  it('refuses a start with LOG_FULL, and says when to try again', async () => {
    await api.ask('PUT', '/api/v1/projects/retail/workflows/hello', { body: HELLO });
    vi.spyOn(api.log, 'append').mockRejectedValue(full);
    const starts = '/api/v1/projects/retail/workflows/hello/runs';
    for (const [path, body] of [
      [starts, {}],
      [`${starts}/batch`, { runs: [{}] }],
    ] as const) {
      const told = await api.ask('POST', path, { body, headers: { 'idempotency-key': 'k' } });
      expect([told.status, told.body.code, told.headers['retry-after']]).toEqual([503, 'LOG_FULL', '5']);
    }
  });

  it('is told by health', async () => {
    vi.spyOn(api.log, 'trouble').mockReturnValue(full.message);
    expect(await services()).toMatchObject({
      status: 'degraded',
      services: expect.arrayContaining([{ name: 'log', status: 'degraded', detail: 'The disk is full.' }]),
    });
  });
});

describe('A log that does not answer', () => {
  const silence = new LogUnreachableError('No connection to Kafka at 127.0.0.1:1.');

  it('makes the server unready, and its having begun is not forgotten', async () => {
    expect((await api.ask('GET', '/startupz')).status).toBe(200);
    vi.spyOn(api.log, 'bounds').mockRejectedValue(silence);
    const ready = await api.ask('GET', '/readyz');
    expect([ready.status, ready.body]).toEqual([503, { status: 'unready' }]);
    expect((await api.ask('GET', '/startupz')).status).toBe(200);
    expect((await api.ask('GET', '/livez')).status).toBe(200);
  });

  it('refuses what needs it with LOG_UNREACHABLE, and names no host', async () => {
    vi.spyOn(api.log, 'bounds').mockRejectedValue(silence);
    const { status, body, text, headers } = await api.ask('GET', '/api/v1/health');
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'LOG_UNREACHABLE', '5']);
    expect(text).not.toContain('127.0.0.1');
  });
});
