import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { refusal } from '../api-probe.js';
import { getRun, taskRuns, untilEnded } from '../client-steps.js';
import { untilEvent, untilLine } from '../follow.js';
import { DEAF, QUICK } from '../sample-workflows.js';
import { NO_RUN } from './route-world.js';
import type { RouteWorld } from './route-world.js';

type Change = typeof routes.stopRun | typeof routes.pauseRun | typeof routes.resumeRun;

interface Manner {
  readonly idempotencyKey?: string;
  readonly waitSeconds?: number;
}

const WAIT = { waitSeconds: 10 };
const ACCEPTED = { state: 'accepted', outcome: { accepted: true, duplicate: false } };

export function changeRoutes(world: RouteWorld): void {
  const change = (route: Change, run: string, reason?: string, manner: Manner = WAIT) =>
    world.client.answer(route, { params: { run }, body: reason === undefined ? {} : { reason } }, manner);

  describe('pauseRun', () => {
    it('lets what runs go on and starts nothing more, until resumeRun', async () => {
      const { run, gate } = await world.gated();
      await untilEvent(world.client, run, 'AttemptRunning wait');
      const paused = await change(routes.pauseRun, run, 'night');
      const pausing = await getRun(world.client, run);
      gate.open();
      await untilEvent(world.client, run, 'RunPaused');
      const rest = await getRun(world.client, run);
      const tasks = await taskRuns(world.client, run);
      const resumed = await change(routes.resumeRun, run);
      const ended = await untilEnded(world.client, run);

      expect([paused.status, resumed.status]).toEqual([200, 200]);
      expect(paused.body).toMatchObject(ACCEPTED);
      expect([pausing.state, rest.state, ended.state]).toEqual(['pausing', 'paused', 'succeeded']);
      expect(pausing.reason).toBe('night');
      expect(tasks.map(({ state }) => state)).toEqual(['succeeded', 'queued']);
    });

    it('answers NOT_RUNNING for a run that is stopping', async () => {
      const { run, gate } = await stopping();
      const problem = await refusal(change(routes.pauseRun, run));
      gate.open();

      expect(problem).toMatchObject({ status: 409, code: 'NOT_RUNNING' });
    });
  });

  describe('resumeRun', () => {
    it('answers NOT_PAUSED for a run that is stopping', async () => {
      const { run, gate } = await stopping();
      const problem = await refusal(change(routes.resumeRun, run));
      gate.open();

      expect(problem).toMatchObject({ status: 409, code: 'NOT_PAUSED' });
    });
  });

  describe('stopRun', () => {
    it('kills what runs, starts nothing more, and keeps the reason', async () => {
      const { run } = await world.gated();
      await untilLine(world.client, { run, task: 'wait' }, 'one');
      const { status, body } = await change(routes.stopRun, run, 'no longer wanted');
      const ended = await untilEnded(world.client, run);
      const tasks = await taskRuns(world.client, run);

      expect([status, body]).toMatchObject([200, ACCEPTED]);
      expect(ended).toMatchObject({ state: 'stopped', reason: 'no longer wanted' });
      expect(tasks.map(({ state, reason }) => [state, reason])).toEqual([
        ['killed', undefined],
        ['skipped', 'run-ending'],
      ]);
    });
  });

  describe.each([
    ['stopRun', routes.stopRun],
    ['pauseRun', routes.pauseRun],
    ['resumeRun', routes.resumeRun],
  ])('%s', (name, route) => {
    it('answers 202 with the place of the command when nobody waits', async () => {
      const { run, gate } = await ready(name);
      const { status, body, headers } = await change(route, run, undefined, {});
      gate.open();

      expect([status, body?.state, body?.run]).toEqual([202, 'pending', run]);
      expect(headers.get('x-consistency-position')).toBe(body?.position);
      expect(headers.get('location')).toBe(`/api/v1/commands/${body?.commandId}?position=${body?.position}`);
    });

    it('takes effect once for a key, and answers IDEMPOTENCY_CONFLICT (422) to the key with another body', async () => {
      const { run, gate } = await ready(name);
      const manner = { ...WAIT, idempotencyKey: `${name}-${run}` };
      const first = await change(route, run, 'one', manner);
      const again = await change(route, run, 'one', manner);
      const problem = await refusal(change(route, run, 'two', manner));
      gate.open();

      expect([first.body?.outcome?.duplicate, again.body?.outcome?.duplicate]).toEqual([false, true]);
      expect(again.body?.position).toBe(first.body?.position);
      expect(problem).toMatchObject({ status: 422, code: 'IDEMPOTENCY_CONFLICT' });
    });

    it('answers ALREADY_DONE the second time', async () => {
      const { run, gate } = await ready(name);
      await change(route, run);
      const problem = await refusal(change(route, run));
      gate.open();

      expect(problem).toMatchObject({ status: 409, code: 'ALREADY_DONE' });
    });

    it('answers RUN_ENDED for a run that has ended', async () => {
      expect(await refusal(change(route, await world.ended(QUICK)))).toMatchObject({
        status: 409,
        code: 'RUN_ENDED',
      });
    });

    it('answers UNKNOWN_RUN for a run that there never was', async () => {
      expect(await refusal(change(route, NO_RUN))).toMatchObject({ status: 404, code: 'UNKNOWN_RUN' });
    });

    it('refuses a reason that is no text', async () => {
      const told = await world.probe.ask(`/api/v1/runs/${NO_RUN}/${name.replace('Run', '')}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"reason":7}',
      });

      expect(JSON.parse(told.text)).toMatchObject({ status: 400, code: 'INVALID_BODY' });
    });
  });

  /** A run that stays in `stopping` until its gate opens: its task does not end when it is asked to. */
  async function stopping() {
    const gated = await world.gated(DEAF);
    await untilLine(world.client, { run: gated.run, task: 'wait' }, 'one');
    await change(routes.stopRun, gated.run);
    return gated;
  }

  /** A run to which the change can be made. */
  async function ready(name: string) {
    const gated = await world.gated(DEAF);
    await untilLine(world.client, { run: gated.run, task: 'wait' }, 'one');
    if (name === 'resumeRun') await change(routes.pauseRun, gated.run);
    return gated;
  }
}
