import { parseWorkflow } from '@millrace/dag';
import { taskTypes } from '@millrace/tasks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HELLO, NOW, startApi } from '../../testing/api-harness.js';
import type { Api } from '../../testing/api-harness.js';
import { RecordWriter, event } from '../../testing/record-writer.js';

const RUN = '0198f000-0000-8001-8000-000000000001';
const OTHER = '0198f000-0000-8001-8000-000000000002';

let api: Api;
let writer: RecordWriter;
const hash = 'a'.repeat(64);
beforeEach(async () => {
  api = await startApi();
  writer = new RecordWriter(api.log, 1);
  const parsed = parseWorkflow(HELLO, taskTypes);
  if (!parsed.ok) throw new Error('The workflow of the test is not valid.');
  const { region, key } = parsed.definition.params;
  if (!region || !key) throw new Error('The workflow of the test lacks its parameters.');
  const definition = { ...parsed.definition, params: { region, key: { ...key, secret: true } } };
  await api.log.append('catalog', [
    { partition: 0, key: 'x', value: { kind: 'definition', hash, definition, source: '' } },
  ]);
});
afterEach(() => api.close());

const fields = { params: { region: 'eu', key: 'hush' } };

/** A run whose partition also holds foreign runs, a change of owner, and records of the owner before. */
async function history(): Promise<{ readonly first: number; readonly last: number }> {
  await writer.claim();
  await writer.record(OTHER, [event('RunStarted', { params: {} })]);
  const first = await writer.record(RUN, [
    event('RunStarted', fields),
    event('TaskQueued', { task: 'first', attempt: 1 }),
  ]);
  await writer.claim();
  await writer.zombie(RUN, [event('RunFailed', { because: 'zombie' })]);
  await writer.record(OTHER, [event('RunSucceeded')]);
  const last = await writer.record(RUN, [
    event('AttemptSucceeded', { task: 'first', attempt: 1 }),
    event('RunSucceeded'),
  ]);
  await writer.zombie(RUN, [event('RunFailed', { because: 'zombie' })]);
  api.store.runs.set(
    RUN,
    writer.row(RUN, first, last, { definition: hash, state: 'succeeded', endedAt: NOW }),
  );
  return { first, last };
}

const typesOf = (items: readonly { readonly type: string }[]) => items.map(({ type }) => type);

describe('a run', () => {
  it('is shown with plain values, secrets masked, and what still waits', async () => {
    const params = { region: { $date: '2026-11-20' }, key: 'hush' };
    api.store.runs.set(
      RUN,
      writer.row(RUN, 3, 5, { definition: hash, params, counts: { running: 1 }, because: 'first' }),
    );

    const told = await api.ask('GET', `/api/v1/runs/${RUN}`);

    expect(told.body).toMatchObject({
      id: RUN,
      params: { region: '2026-11-20', key: '***' },
      counts: { waiting: 1, running: 1 },
      startedAt: '2026-11-20T12:00:00.000Z',
      endedAt: null,
      because: 'first',
      position: 'log2:1:5',
    });
  });

  it('cannot be listed by a state that there is not, and the answer names those that there are', async () => {
    expect(await api.ask('GET', '/api/v1/runs?state=foo')).toMatchObject({
      status: 400,
      body: {
        errors: [{ param: 'state', message: expect.stringMatching(/^must be one of queued, running, /) }],
      },
    });
  });

  it('that nobody knows is not found', async () => {
    expect(await api.ask('GET', `/api/v1/runs/${RUN}`)).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_RUN' },
    });
  });

  it('has a task run for every task of its file, and attempts', async () => {
    const attempt = {
      number: 1,
      state: 'failed',
      worker: 'w',
      incarnation: 'i',
      dispatchedAt: NOW,
      startedAt: NOW,
      endedAt: null,
    } as const;
    const error = { code: 'EXIT', message: 'exit 1', logTail: 'a\nb' };
    api.store.runs.set(RUN, writer.row(RUN, 3, 5, { definition: hash }));
    api.store.tasks.set(`${RUN}/first`, {
      ...{
        run: RUN,
        task: 'first',
        state: 'retrying',
        allowed: false,
        reason: null,
        error: null,
        attempt: 1,
      },
      ...{
        outputs: { n: 1 },
        queuedAt: NOW,
        startedAt: null,
        endedAt: null,
        attempts: [{ ...attempt, exitCode: 1, error }],
      },
    });
    const base = `/api/v1/runs/${RUN}/tasks`;

    const { items } = (await api.ask('GET', base)).body;
    expect(items).toMatchObject([
      {
        task: 'first',
        type: 'noop',
        state: 'retrying',
        outputs: { n: 1 },
        attempts: [{ exitCode: 1, error: { logTail: ['a', 'b'] } }],
      },
      { task: 'second', type: 'noop', state: 'waiting', attempts: [] },
    ]);
    expect((await api.ask('GET', `${base}/second`)).body).toEqual(items[1]);
    expect((await api.ask('GET', `${base}/first/attempts/1`)).body).toEqual(items[0].attempts[0]);
    expect((await api.ask('GET', `${base}/first/attempts/2`)).body).toMatchObject({
      code: 'UNKNOWN_ATTEMPT',
    });
    expect((await api.ask('GET', `${base}/third`)).body).toMatchObject({ code: 'UNKNOWN_TASK' });
    expect((await api.ask('GET', `/api/v1/runs/${RUN}/graph`)).body.nodes).toMatchObject([
      { state: 'retrying' },
      { state: 'waiting' },
    ]);
  });
});

describe('the list of runs', () => {
  it('goes on at its cursor', async () => {
    for (const [index, id] of [RUN, OTHER].entries())
      api.store.runs.set(id, writer.row(id, 1, 1, { startedAt: NOW + index }));

    const first = await api.ask('GET', '/api/v1/runs?limit=1');
    const second = await api.ask('GET', `/api/v1/runs?limit=1&cursor=${first.body.nextCursor}`);

    expect([first.body.items[0].id, second.body.items[0].id, second.body.nextCursor]).toEqual([
      OTHER,
      RUN,
      null,
    ]);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=1e2',
    'state=done',
    'page=1',
    'startedAfter=yesterday',
    'workflow=hello',
    'cursor=x',
  ])('refuses ?%s', async (query) => {
    expect(await api.ask('GET', `/api/v1/runs?${query}`)).toMatchObject({
      status: 400,
      body: { code: expect.stringMatching(/^INVALID_(QUERY|CURSOR)$/) },
    });
  });
});

describe('the events of a run', () => {
  it('are those of records that count, in order, with secrets masked', async () => {
    const { first, last } = await history();

    const { items, next } = (await api.ask('GET', `/api/v1/runs/${RUN}/events`)).body;

    expect(typesOf(items)).toEqual(['RunStarted', 'TaskQueued', 'AttemptSucceeded', 'RunSucceeded']);
    expect(items[0]).toMatchObject({
      offset: first,
      position: `log2:1:${first}`,
      data: { params: { region: 'eu', key: '***' } },
    });
    expect(items[1]).toMatchObject({ task: 'first', attempt: 1 });
    expect([items[3].offset, next]).toEqual([last, null]);
  });

  it('come in pages that never split a record', async () => {
    const { first } = await history();

    const page = (await api.ask('GET', `/api/v1/runs/${RUN}/events?limit=1`)).body;
    const rest = (await api.ask('GET', `/api/v1/runs/${RUN}/events?after=${page.next}`)).body;

    expect([typesOf(page.items), page.next]).toEqual([['RunStarted', 'TaskQueued'], first]);
    expect(typesOf(rest.items)).toEqual(['AttemptSucceeded', 'RunSucceeded']);
  });

  it('do not begin at a place that a caller made up', async () => {
    const { last } = await history();

    // The offset of a void record of a zombie: what follows must be judged as if it had never been named.
    const { items } = (await api.ask('GET', `/api/v1/runs/${RUN}/events?after=${last - 2}`)).body;

    expect(typesOf(items)).toEqual(['AttemptSucceeded', 'RunSucceeded']);
  });
});

describe('a read with a position', () => {
  const ask = (position: string) =>
    api.ask('GET', '/api/v1/runs', { headers: { 'x-consistency-position': position } });

  it('waits for the read model and says nothing when it came', async () => {
    const told = await ask('log2:1:7, log1:commands:0:3');

    expect(told.body).toEqual({ items: [], nextCursor: null });
    expect(api.positions.asked).toMatchObject([
      { kind: 'record', partition: 1, offset: 7 },
      { kind: 'command', partition: 0, offset: 3 },
    ]);
  });

  it('says that it is stale when the read model did not come', async () => {
    api.positions.met = false;

    const told = await ask('log2:1:7');

    expect(told.body).toEqual({ items: [], nextCursor: null, stale: true });
    expect(told.headers['x-stale']).toBe('true');
  });

  it('refuses what is no position', async () => {
    expect(await ask('7')).toMatchObject({ status: 400, body: { code: 'INVALID_POSITION' } });
  });
});
