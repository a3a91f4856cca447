import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { refusal } from '../api-probe.js';
import { apply, getRun, untilEnded } from '../client-steps.js';
import { LARGE, QUICK, TYPED } from '../sample-workflows.js';
import type { RouteWorld } from './route-world.js';

type Start = Readonly<Record<string, unknown>>;

interface Manner {
  readonly idempotencyKey?: string;
  readonly waitSeconds?: number;
}

const KEYED = { idempotencyKey: 'start-1' };

export function startRoutes(world: RouteWorld): void {
  const quick = () => apply(world.client, QUICK);
  const typed = () => apply(world.client, TYPED);
  const begin = async (text: string, body: Start, manner: Manner = {}) =>
    world.client.answer(routes.startRun, { params: await apply(world.client, text), body }, manner);

  describe('startRun', () => {
    it('answers 202 with the place of the command, and who brings its position reads the run at once', async () => {
      const { status, body, headers } = await begin(QUICK, {});
      const run = body?.run ?? '';
      const told = await world.probe.ask(`/api/v1/runs/${run}`, {
        headers: { 'x-consistency-position': headers.get('x-consistency-position') ?? '' },
      });

      expect([status, body?.state, body?.outcome]).toEqual([202, 'pending', undefined]);
      expect(headers.get('location')).toBe(`/api/v1/commands/${body?.commandId}?position=${body?.position}`);
      expect(headers.get('x-consistency-position')).toBe(body?.position);
      expect([told.status, told.headers.get('x-stale')]).toEqual([200, null]);
      expect(JSON.parse(told.text)).toMatchObject({ id: run, workflow: 'quick' });
    });

    it('answers 201 with the outcome to Prefer: wait', async () => {
      const { status, body } = await begin(QUICK, {}, { waitSeconds: 10 });

      expect([status, body?.state, body?.outcome]).toEqual([
        201,
        'accepted',
        { accepted: true, duplicate: false },
      ]);
    });

    it('keeps what it was given: version, params, labels, priority, logical date, trigger', async () => {
      await typed();
      const body = {
        params: { region: 'eu', count: 5 },
        version: 1,
        labels: { night: 'yes' },
        priority: 'high',
        logicalDate: '2026-11-20T01:00:00+01:00',
        trigger: 'spec',
      };
      const started = await begin(TYPED, body, { waitSeconds: 10 });
      const run = await untilEnded(world.client, started.body?.run ?? '');

      expect(run).toMatchObject({
        state: 'succeeded',
        version: 1,
        params: { region: 'eu', count: 5 },
        labels: { team: 'sales', night: 'yes' },
        priority: 'high',
        logicalDate: '2026-11-20T00:00:00.000Z',
        trigger: 'spec',
      });
    });

    it('starts one run for a key, however often and how much at once it is sent', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => begin(QUICK, {}, KEYED)));
      const later = await begin(QUICK, {}, KEYED);
      const runs = new Set([...answers, later].map(({ body }) => body?.run));

      expect(runs.size).toBe(1);
      expect(answers.filter(({ body }) => body?.outcome?.duplicate === false)).toHaveLength(1);
      expect(later).toMatchObject({ status: 201, body: { outcome: { duplicate: true } } });
    });

    it('answers IDEMPOTENCY_CONFLICT (422) to the same key with another body', async () => {
      expect(await refusal(begin(QUICK, { labels: { other: 'body' } }, KEYED))).toMatchObject({
        status: 422,
        code: 'IDEMPOTENCY_CONFLICT',
      });
    });

    it('accepts one of several bodies that are sent at once under one key, and tells the others so', async () => {
      const answers = await Promise.allSettled(
        ['a', 'b', 'c', 'd'].map((label) =>
          begin(QUICK, { labels: { label } }, { idempotencyKey: 'start-2' }),
        ),
      );

      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(
        answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : [])),
      ).toMatchObject(
        Array.from({ length: 3 }, () => ({ problem: { status: 422, code: 'IDEMPOTENCY_CONFLICT' } })),
      );
    });

    it('answers INVALID_PARAMETERS with the name of each bad parameter', async () => {
      const missing = await refusal(begin(TYPED, {}, { waitSeconds: 10 }));
      const wrong = await refusal(
        begin(TYPED, { params: { region: 'eu', count: 'many' } }, { waitSeconds: 10 }),
      );
      const unknown = await refusal(
        begin(TYPED, { params: { region: 'eu', regoin: 'x' } }, { waitSeconds: 10 }),
      );

      expect([missing, wrong, unknown].map(({ status, code }) => [status, code])).toEqual(
        Array.from({ length: 3 }, () => [400, 'INVALID_PARAMETERS']),
      );
      expect([missing, wrong, unknown].map(({ errors }) => errors[0]?.param)).toEqual([
        'region',
        'count',
        'regoin',
      ]);
    });

    it('answers TOO_LARGE to defaults and labels that no record can hold', async () => {
      const start = begin(LARGE, { labels: { more: 'x'.repeat(256) } }, { waitSeconds: 10 });

      expect(await refusal(start)).toMatchObject({ status: 400, code: 'TOO_LARGE' });
    });

    it('answers UNKNOWN_WORKFLOW at once, also for a version that is not there', async () => {
      const nowhere = { params: { project: 'default', workflow: 'nowhere' }, body: {} };

      expect(await refusal(world.client.call(routes.startRun, nowhere))).toMatchObject({
        status: 404,
        code: 'UNKNOWN_WORKFLOW',
      });
      expect(await refusal(begin(QUICK, { version: 99 }))).toMatchObject({
        status: 404,
        code: 'UNKNOWN_WORKFLOW',
      });
    });

    it.each([
      ['with a key of two words', { 'idempotency-key': 'two words' }, '{}', 'INVALID_IDEMPOTENCY_KEY'],
      ['with a field that is none', {}, '{"parms":{}}', 'INVALID_BODY'],
      ['that reaches for a prototype', {}, '{"params":{"__proto__":1}}', 'FORBIDDEN_KEY'],
      ['with a date that is none', {}, '{"logicalDate":"yesterday"}', 'INVALID_BODY'],
      ['with a priority that is none', {}, '{"priority":"urgent"}', 'INVALID_BODY'],
      [
        'with parameters beyond 64 KiB',
        {},
        JSON.stringify({ params: { region: 'x'.repeat(65 * 1024) } }),
        'PARAMS_TOO_LARGE',
      ],
    ])('refuses a request %s', async (_what, headers, body, code) => {
      await typed();
      const told = await world.probe.ask('/api/v1/projects/default/workflows/typed/runs', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });

      expect(JSON.parse(told.text)).toMatchObject({ code });
    });
  });

  describe('startBatch', () => {
    const batch = async (runs: Start[], manner: Manner = {}) =>
      world.client.answer(routes.startBatch, { params: await typed(), body: { runs } }, manner);

    it('answers 202 with an id for each, and who brings the positions reads them all', async () => {
      const { status, body, headers } = await batch(
        Array.from({ length: 30 }, () => ({ params: { region: 'eu' } })),
      );
      const runs = await Promise.all((body?.items ?? []).map(({ run }) => getRun(world.client, run ?? '')));

      expect([status, runs.length]).toEqual([202, 30]);
      expect(headers.get('x-consistency-position')).toBe(body?.position.join(','));
      expect(runs.filter(({ stale }) => stale === true)).toEqual([]);
    });

    it('answers 200 with each outcome to Prefer: wait: one that is refused does not hold up the others', async () => {
      const { status, body } = await batch([{ params: { region: 'eu' } }, {}, { params: { region: 'us' } }], {
        waitSeconds: 10,
      });

      expect(status).toBe(200);
      expect(body?.items.map(({ rejected }) => rejected?.code)).toEqual([
        undefined,
        'INVALID_PARAMETERS',
        undefined,
      ]);
    });

    it('starts the same runs for the same key', async () => {
      const runs = [{ params: { region: 'eu' } }, { params: { region: 'us' } }];
      const [first, again] = [
        await batch(runs, { idempotencyKey: 'b' }),
        await batch(runs, { idempotencyKey: 'b' }),
      ];

      expect(again.body?.items.map(({ run }) => run)).toEqual(first.body?.items.map(({ run }) => run));
    });

    it('gives the same answer for the same key, also of a start that was rejected', async () => {
      const runs = [{ params: { region: 'eu' } }, {}, { params: { region: 'us' } }];
      const [first, again] = [
        await batch(runs, { idempotencyKey: 'c' }),
        await batch(runs, { idempotencyKey: 'c' }),
      ];

      expect(again.body).toEqual(first.body);
      expect(first.body?.items.map(({ run, rejected }) => [typeof run, rejected?.code])).toEqual([
        ['string', undefined],
        ['undefined', 'INVALID_PARAMETERS'],
        ['string', undefined],
      ]);
    });

    it('answers IDEMPOTENCY_CONFLICT (422) to the same key with another list, and starts nothing', async () => {
      const runs = [{ params: { region: 'eu' } }, { params: { region: 'us' } }];
      await batch(runs, { idempotencyKey: 'd' });
      const newest = async () =>
        (await world.client.call(routes.listRuns, { query: { limit: 1 } })).items.map(({ id }) => id);
      const before = await newest();
      const others = [[...runs, ...runs], runs.slice(0, 1), runs.toReversed()];
      const problems = await Promise.all(others.map((list) => refusal(batch(list, { idempotencyKey: 'd' }))));

      expect(problems.map(({ status, code }) => [status, code])).toEqual(
        others.map(() => [422, 'IDEMPOTENCY_CONFLICT']),
      );
      expect(await newest()).toEqual(before);
    });

    it('answers UNKNOWN_WORKFLOW, and starts none when one names a version that is not there', async () => {
      const { items: before } = await world.client.call(routes.listRuns, { query: { limit: 1 } });
      const nowhere = { params: { project: 'default', workflow: 'nowhere' }, body: { runs: [{}] } };

      expect(await refusal(world.client.call(routes.startBatch, nowhere))).toMatchObject({
        code: 'UNKNOWN_WORKFLOW',
      });
      expect(await refusal(batch([{ params: { region: 'eu' } }, { version: 99 }]))).toMatchObject({
        status: 404,
        code: 'UNKNOWN_WORKFLOW',
      });
      expect((await world.client.call(routes.listRuns, { query: { limit: 1 } })).items).toMatchObject([
        { id: before[0]?.id },
      ]);
    });

    it('refuses a batch with parameters beyond 64 KiB', async () => {
      const large = { params: { region: 'x'.repeat(65 * 1024) } };

      expect(await refusal(batch([{ params: { region: 'eu' } }, large]))).toMatchObject({
        status: 413,
        code: 'PARAMS_TOO_LARGE',
      });
    });

    it.each([0, 1001])('refuses a batch of %i', async (count) => {
      await quick();
      const runs = Array.from({ length: count }, () => ({}));

      expect(await refusal(batch(runs))).toMatchObject({ status: 400, code: 'INVALID_BODY' });
    });
  });
}
