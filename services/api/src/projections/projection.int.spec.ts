import { ReadModelUnavailableError, RebuildRunningError } from '@millrace/persistence';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../../testing/api-harness.js';
import { startApi } from '../../testing/api-harness.js';

let api: Api;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const PATH = '/api/v1/projection';
const status = async () => (await api.ask('GET', PATH)).body;

describe('the status of the projection', () => {
  it('tells for each partition how far the read model is behind the log', async () => {
    const append = { partition: 2, key: '2', value: '{}' };
    await api.log.append('workflow-events', [append, append]);
    const told = await status();
    expect(told).toMatchObject({ stale: false, lag: 2 });
    expect(told).not.toHaveProperty('rebuild');
    expect(told.partitions).toEqual(
      [0, 1, 2, 3].map((partition) => ({
        partition,
        offset: partition === 2 ? 3 : 1,
        projected: 1,
        lag: partition === 2 ? 2 : 0,
      })),
    );
  });

  it('tells why the read model is stale', async () => {
    api.positions.trouble = 'the disk is full';
    expect(await status()).toMatchObject({ stale: true, reason: 'the disk is full' });
  });

  it('tells what a rebuild has done, and how the last one ended', async () => {
    api.rebuilder.current = { state: 'running', positions: new Map([[1, 1]]) };
    const running = await status();
    expect(running.rebuild).toEqual({ state: 'running', done: 1, of: 4 });
    expect(running.partitions.map(({ rebuilt }: { rebuilt: number }) => rebuilt)).toEqual([0, 1, 0, 0]);
    api.rebuilder.current = { state: 'failed', detail: 'why' };
    expect((await status()).rebuild).toEqual({ state: 'failed', detail: 'why' });
    api.rebuilder.current = { state: 'done' };
    expect((await status()).rebuild).toEqual({ state: 'done' });
  });

  it('tells the rest while the database is away', async () => {
    api.rebuilder.state = async () => {
      throw new ReadModelUnavailableError('away');
    };
    expect(await api.ask('GET', PATH)).toMatchObject({ status: 200, body: { lag: 0 } });
  });
});

describe('a rebuild of the read model', () => {
  it('begins, and answers with the status', async () => {
    const told = await api.ask('POST', `${PATH}/rebuild`);
    expect(told).toMatchObject({ status: 200, body: { rebuild: { state: 'running', done: 0 } } });
  });

  it('is refused while there is one', async () => {
    api.rebuilder.failure = new RebuildRunningError('mysql says');
    const told = await api.ask('POST', `${PATH}/rebuild`);
    expect(told).toMatchObject({ status: 409, body: { code: 'REBUILD_RUNNING' } });
    expect(told.text).not.toContain('mysql says');
  });

  it('waits for better times while the database is away', async () => {
    api.rebuilder.failure = new ReadModelUnavailableError('db:3306 is away');
    const told = await api.ask('POST', `${PATH}/rebuild`);
    expect(told).toMatchObject({ status: 503, body: { code: 'READ_MODEL_UNAVAILABLE' } });
    expect(told.headers['retry-after']).toBe('5');
  });
});
