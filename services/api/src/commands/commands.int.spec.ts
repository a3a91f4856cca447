import type { CommandMessage } from '@millrace/events';
import { partitionOfRun } from '@millrace/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HELLO, startApi } from '../../testing/api-harness.js';
import type { Api } from '../../testing/api-harness.js';
import { RecordWriter } from '../../testing/record-writer.js';

const STARTS = '/api/v1/projects/retail/workflows/hello/runs';
const RUN = '0198f000-0000-8001-8000-000000000001';

let api: Api;
beforeEach(async () => {
  api = await startApi();
  await api.ask('PUT', '/api/v1/projects/retail/workflows/hello', { body: HELLO });
});
afterEach(async () => {
  vi.useRealTimers();
  await api.close();
});

async function commands(): Promise<
  readonly (CommandMessage & { readonly partition: number; readonly key: string | null })[]
> {
  const found = [];
  for (let partition = 0; partition < api.log.partitions.P; partition += 1) {
    const { records } = await api.log.read('commands', partition, 0, 1000);
    found.push(
      ...records.map(({ key, value }) => ({ ...(JSON.parse(value) as CommandMessage), partition, key })),
    );
  }
  return found;
}

describe('starting a run', () => {
  it('appends the command on the home of its run and answers before the outcome is known', async () => {
    const told = await api.ask('POST', STARTS, {
      body: { params: { region: 'us' }, logicalDate: '2026-11-20T01:00:00+01:00' },
    });

    const [command] = await commands();
    const run = told.body.run as string;
    expect(told).toMatchObject({ status: 202, body: { commandId: command?.id, state: 'pending' } });
    expect(told.headers).toMatchObject({
      location: `/api/v1/commands/${command?.id}?position=${told.body.position}`,
      'x-consistency-position': told.body.position,
    });
    expect(told.body.position).toMatch(/^log\d:commands:\d:0$/);
    expect(command).toMatchObject({
      source: '/api',
      type: 'StartRun',
      subject: run,
      key: run,
      partition: partitionOfRun(run),
    });
    expect(command?.data).toEqual({
      run,
      project: 'retail',
      workflow: 'hello',
      definition: expect.stringMatching(/^[0-9a-f]{64}$/),
      params: { region: 'us' },
      logicalDate: Date.UTC(2026, 10, 20),
      trigger: 'api',
    });
  });

  it('waits for the outcome when asked', async () => {
    api.answerCommands((command) => ({ accepted: true, duplicate: false, run: command.subject ?? '' }));

    const told = await api.ask('POST', STARTS, { body: {}, headers: { prefer: 'respond-async, wait=5' } });

    expect(told).toMatchObject({
      status: 201,
      body: { state: 'accepted', outcome: { accepted: true, duplicate: false } },
    });
    expect(told.headers['x-consistency-position']).toMatch(/^log\d:\d:1$/);
  });

  it.each([
    ['WAIT="5"', 'wait=5', 201],
    ['wait=1000000', 'wait=10', 201],
    ['wait=0', 'wait=0', 202],
    ['wait=soon', undefined, 202],
    ['respond-async', undefined, 202],
  ])('takes Prefer: %s as %s', async (prefer, applied, status) => {
    api.answerCommands((command) => ({ accepted: true, duplicate: false, run: command.subject ?? '' }));

    const told = await api.ask('POST', STARTS, { body: {}, headers: { prefer } });

    expect([told.status, told.headers['preference-applied']]).toEqual([status, applied]);
  });

  it('answers a rejection as a problem', async () => {
    const details = [{ code: 'PARAMETER_TYPE', message: 'region is no text', param: 'region' }];
    api.answerCommands(() => ({
      accepted: false,
      duplicate: false,
      code: 'INVALID_PARAMETERS',
      message: 'Could not start.',
      details,
    }));

    const told = await api.ask('POST', STARTS, { body: {}, headers: { 'idempotency-key': 'k1' } });

    expect(told).toMatchObject({ status: 400, body: { code: 'INVALID_PARAMETERS', errors: details } });
    expect(told.headers['x-consistency-position']).toBeDefined();
  });

  it('gives the same key the same command, and answers with the run that was started first', async () => {
    api.answerCommands(() => ({ accepted: true, duplicate: true, run: RUN }));
    const start = (key: string) => api.ask('POST', STARTS, { body: {}, headers: { 'idempotency-key': key } });

    const told = [await start('a'), await start('a'), await start('b')];

    const ids = told.map(({ body }) => body.commandId as string);
    expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false]);
    expect(told[1]?.body).toMatchObject({ run: RUN, outcome: { duplicate: true } });
    expect(
      new Set((await commands()).filter(({ id }) => id === ids[0]).map(({ partition }) => partition)).size,
    ).toBe(1);
  });

  it('answers 202 with the place of the command when the outcome does not come in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = api.ask('POST', STARTS, { body: {}, headers: { 'idempotency-key': 'slow' } });
    await vi.waitFor(async () => expect(await commands()).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(10_000);

    expect(await asked).toMatchObject({ status: 202, body: { state: 'pending' } });
  });

  it.each([
    ['/api/v1/projects/retail/workflows/other/runs', {}],
    [STARTS, { version: 7 }],
  ])('of what is not in the catalogue is refused at once', async (path, body) => {
    expect(await api.ask('POST', path, { body })).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_WORKFLOW' },
    });
    expect(await commands()).toEqual([]);
  });

  it.each([
    [{ 'idempotency-key': 'ü' }, 'INVALID_IDEMPOTENCY_KEY'],
    [{ 'idempotency-key': 'x'.repeat(256) }, 'INVALID_IDEMPOTENCY_KEY'],
  ])('refuses a key that is none', async (headers, code) => {
    expect(await api.ask('POST', STARTS, { body: {}, headers })).toMatchObject({
      status: 400,
      body: { code },
    });
  });

  it('refuses parameters beyond 64 KiB', async () => {
    const body = { params: { region: 'x'.repeat(65 * 1024) } };

    expect(await api.ask('POST', STARTS, { body })).toMatchObject({
      status: 413,
      body: { code: 'PARAMS_TOO_LARGE' },
    });
  });
});

describe('starting many runs', () => {
  const runs = Array.from({ length: 40 }, (_, n) => ({ params: { region: `r${n}` } }));

  it('spreads them over the partitions and tells the newest position of each', async () => {
    const told = await api.ask('POST', `${STARTS}/batch`, { body: { runs } });

    const sent = await commands();
    expect(told.status).toBe(202);
    expect(told.body.items.map(({ run }: { run: string }) => run).toSorted()).toEqual(
      sent.map(({ subject }) => subject).toSorted(),
    );
    expect(told.body.position).toHaveLength(4);
    expect(told.headers['x-consistency-position']).toBe(told.body.position.join(','));
  });

  it('tells each outcome when it waited', async () => {
    api.answerCommands(({ data }) => {
      const { region } = data['params'] as { region: string };
      return region === 'r1'
        ? { accepted: false, duplicate: false, code: 'NO', message: 'no' }
        : { accepted: true, duplicate: false };
    });

    const told = await api.ask('POST', `${STARTS}/batch`, {
      body: { runs: runs.slice(0, 3) },
      headers: { prefer: 'wait=5' },
    });

    expect(told.status).toBe(200);
    expect(told.body.items.map((item: { rejected?: unknown }) => item.rejected)).toEqual([
      undefined,
      { code: 'NO', message: 'no' },
      undefined,
    ]);
  });

  it.each([0, 1001])('of %i is refused', async (count) => {
    const body = { runs: Array.from({ length: count }, () => ({})) };

    expect(await api.ask('POST', `${STARTS}/batch`, { body })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_BODY' },
    });
  });
});

describe('changing a run', () => {
  it.each([
    ['stop', 'StopRun'],
    ['pause', 'PauseRun'],
    ['resume', 'ResumeRun'],
  ])('%s sends %s to its home', async (verb, type) => {
    const told = await api.ask('POST', `/api/v1/runs/${RUN}/${verb}`, { body: { reason: 'night' } });

    expect(told).toMatchObject({ status: 202, body: { run: RUN } });
    expect(await commands()).toMatchObject([
      { type, partition: 1, key: RUN, data: { by: 'owner', reason: 'night' } },
    ]);
  });

  it('needs no body', async () => {
    const answer = await api.ask('POST', `/api/v1/runs/${RUN}/stop`);

    expect(answer.status).toBe(202);
  });

  it.each([
    ['UNKNOWN_RUN', 404],
    ['RUN_ENDED', 409],
    ['ALREADY_DONE', 409],
    ['IDEMPOTENCY_CONFLICT', 422],
    ['SOMETHING_NEW', 400],
  ])('answers the rejection %s with %i', async (code, status) => {
    api.answerCommands(() => ({ accepted: false, duplicate: false, code, message: 'no' }));

    expect(
      await api.ask('POST', `/api/v1/runs/${RUN}/stop`, { headers: { prefer: 'wait=5' } }),
    ).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['what the read model knows', { state: 'stopped', endedAt: 1 }, ': it is stopped.'],
    ['no state where the read model is behind', { state: 'stopping', endedAt: null }, '.'],
  ] as const)('says of a run that has ended %s', async (_what, row, end) => {
    api.answerCommands(() => ({ accepted: false, duplicate: false, code: 'UNKNOWN_RUN', message: 'no' }));
    api.store.runs.set(RUN, new RecordWriter(api.log, 1).row(RUN, 1, 2, row));

    const told = await api.ask('POST', `/api/v1/runs/${RUN}/stop`, { headers: { prefer: 'wait=5' } });

    expect(told).toMatchObject({
      status: 409,
      body: { code: 'RUN_ENDED', detail: `Run ${RUN} has ended${end}` },
    });
    // It waited for the end of the run, which stands before the refusal.
    expect(api.positions.asked).toMatchObject([{ kind: 'record', partition: 1 }]);
  });

  it.each(['nonsense', '0198f000-0000-8fff-8000-000000000001'])('of the id %s finds nothing', async (run) => {
    expect(await api.ask('POST', `/api/v1/runs/${run}/stop`)).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_RUN' },
    });
    expect(await commands()).toEqual([]);
  });
});
