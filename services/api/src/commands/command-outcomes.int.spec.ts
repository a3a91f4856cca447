import { routes } from '@millrace/api-contract';
import type { RejectionRow } from '@millrace/persistence';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HELLO, NOW, startApi } from '../../testing/api-harness.js';
import type { Api, Told } from '../../testing/api-harness.js';
import { RecordWriter } from '../../testing/record-writer.js';

const STARTS = '/api/v1/projects/retail/workflows/hello/runs';
const RUN = '0198f000-0000-8001-8000-000000000001';

let api: Api;
beforeEach(async () => {
  api = await startApi();
  await api.ask('PUT', '/api/v1/projects/retail/workflows/hello', { body: HELLO });
});
afterEach(() => api.close());

/** A command answered 202, and what its URL tells. */
async function sent(path = STARTS): Promise<Told & { readonly told: () => Promise<Told> }> {
  const answer = await api.ask('POST', path, { body: {} });
  return { ...answer, told: () => api.ask('GET', String(answer.headers['location'])) };
}

/** The row of a command that was answered like this. */
function reject({ body }: Told, changes: Partial<RejectionRow> = {}): void {
  const [, , partition, offset] = String(body.position).split(':');
  api.store.rejections.push({
    partition: Number(partition),
    command: Number(offset),
    source: '/api',
    id: body.commandId,
    code: 'INVALID_PARAMETERS',
    message: 'Could not start.',
    details: [{ code: 'PARAMETER_RANGE', message: 'n is above 5', param: 'n' }],
    decidedAt: NOW,
    ...changes,
  });
}

describe('The outcome of a command that was answered 202', () => {
  it('is told at its URL, which names the command and where it stands', async () => {
    const { body, headers } = await sent();
    const { commandId, position } = body as Readonly<Record<string, string>>;
    expect(headers['location']).toBe(`/api/v1/commands/${commandId}?position=${position}`);
  });

  it('is pending while the read model has not passed it', async () => {
    const { body, told } = await sent();
    api.positions.met = false;
    expect(await told()).toMatchObject({
      status: 200,
      body: { commandId: body.commandId, type: 'StartRun', run: body.run, state: 'pending' },
    });
  });

  it('is accepted, with the run, when the read model has passed it and nothing speaks against it', async () => {
    const { body, told } = await sent();
    expect((await told()).body).toEqual(
      routes.getCommand.answer.parse({
        commandId: body.commandId,
        type: 'StartRun',
        run: body.run,
        position: body.position,
        state: 'accepted',
      }),
    );
  });

  it('is rejected with code, message, details and time, and a start names no run then', async () => {
    const answer = await sent();
    reject(answer);
    const { body } = await answer.told();
    expect(body).toMatchObject({
      state: 'rejected',
      rejected: {
        code: 'INVALID_PARAMETERS',
        message: 'Could not start.',
        errors: [{ code: 'PARAMETER_RANGE', message: 'n is above 5', param: 'n' }],
        at: '2026-11-20T12:00:00.000Z',
      },
    });
    expect(body.run).toBeUndefined();
  });

  it('is pending while the command waits for the definition that it names', async () => {
    const answer = await sent();
    reject(answer, { code: 'PARKED', source: null, id: null });
    expect((await answer.told()).body).toMatchObject({ state: 'pending' });
  });

  it('is that of the first where the command was sent before', async () => {
    const answer = await sent();
    reject(answer, { code: 'DUPLICATE', source: null, id: null });
    expect((await answer.told()).body).toMatchObject({ state: 'accepted', duplicate: true });
    reject(answer, { command: 99 });
    expect((await answer.told()).body).toMatchObject({
      state: 'rejected',
      duplicate: true,
      rejected: { code: 'INVALID_PARAMETERS' },
    });
  });

  it('says that the run has ended where its master knows it no more', async () => {
    const answer = await sent(`/api/v1/runs/${RUN}/stop`);
    reject(answer, { code: 'UNKNOWN_RUN', details: null });
    expect((await answer.told()).body).toMatchObject({ run: RUN, rejected: { code: 'UNKNOWN_RUN' } });
    const row = new RecordWriter(api.log, 1).row(RUN, 1, 2, { state: 'stopped', endedAt: NOW });
    api.store.runs.set(RUN, row);
    expect((await answer.told()).body).toMatchObject({
      run: RUN,
      rejected: { code: 'RUN_ENDED', message: `Run ${RUN} has ended: it is stopped.` },
    });
  });

  it('is asked for each item of a batch', async () => {
    const { body } = await api.ask('POST', `${STARTS}/batch`, { body: { runs: [{}, {}] } });
    for (const { commandId, position, run } of body.items) {
      const told = await api.ask('GET', `/api/v1/commands/${commandId}?position=${position}`);
      expect(told.body).toMatchObject({ commandId, run, state: 'accepted' });
    }
  });

  it.each([
    ['another command', (id: string, at: string) => [id.replace(/^./, (c) => (c === '0' ? '1' : '0')), at]],
    ['another place', (id: string, at: string) => [id, at.replace(/\d+$/, '77')]],
    ['another log', (id: string, at: string) => [id, at.replace(/^log/, 'old')]],
    ['a partition that there is not', (id: string, at: string) => [id, at.replace(/\d+:\d+$/, '9:0')]],
    ['what is no id', (_id: string, at: string) => ['nonsense', at]],
  ])('is not told of %s', async (_what, change) => {
    const { body } = await sent();
    const [id, at] = change(body.commandId as string, body.position as string);
    expect(await api.ask('GET', `/api/v1/commands/${id}?position=${at}`)).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_COMMAND' },
    });
  });

  it.each([
    ['?position=log1:0:1', 'INVALID_POSITION'],
    ['?position=x', 'INVALID_POSITION'],
    ['', 'INVALID_QUERY'],
  ])('is not told without the position of a command (%s)', async (query, code) => {
    const { body } = await sent();
    expect(await api.ask('GET', `/api/v1/commands/${body.commandId}${query}`)).toMatchObject({
      status: 400,
      body: { code },
    });
  });

  it('is not told of commands that others sent, of what is none, and after seven days', async () => {
    const command = { specversion: '1.0', type: 'StopRun', subject: RUN, data: {} };
    const id = '11111111-1111-4111-8111-111111111111';
    const old = new Date(NOW - 7 * 24 * 3_600_000).toISOString();
    const texts = [
      JSON.stringify({ ...command, id, source: 'them', time: new Date(NOW).toISOString() }),
      'no JSON',
      JSON.stringify({ ...command, id, source: '/api', time: old }),
    ];
    await api.log.append(
      'commands',
      texts.map((value) => ({ partition: 1, key: RUN, value })),
    );
    const told = await Promise.all(
      texts.map((_, offset) => api.ask('GET', `/api/v1/commands/${id}?position=log2:commands:1:${offset}`)),
    );
    expect(told.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});
