import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { refusal } from '../api-probe.js';
import { collect } from '../follow.js';
import { BROKEN, QUICK, TYPED, talkative } from '../sample-workflows.js';
import { NO_RUN } from './route-world.js';
import type { RouteWorld } from './route-world.js';

const LINES = 2500;
const TALK = { task: 'talk', attempt: 1 };

export function taskRunRoutes(world: RouteWorld): void {
  const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;

  /** A run, and places in it and beside it that are not there. */
  async function missing() {
    const run = await world.ended(QUICK);
    return [
      { run: NO_RUN, task: 'first', attempt: 1 },
      { run, task: 'nobody', attempt: 1 },
      { run, task: 'first', attempt: 2 },
    ] as const;
  }

  describe('listTaskRuns', () => {
    it('gives them in the order of the file, with attempts and outputs', async () => {
      const run = await world.ended(TYPED, { params: { region: 'eu' } });
      const { items } = await world.client.call(routes.listTaskRuns, { params: { run } });

      expect(items).toMatchObject([
        {
          task: 'tell',
          type: 'shell',
          state: 'succeeded',
          allowed: false,
          attempt: 1,
          outputs: { count: 3 },
          attempts: [{ number: 1, state: 'succeeded', exitCode: 0 }],
        },
      ]);
    });

    it('answers UNKNOWN_RUN', async () => {
      expect(await codeOf(world.client.call(routes.listTaskRuns, { params: { run: NO_RUN } }))).toBe(
        'UNKNOWN_RUN',
      );
    });
  });

  describe('getTaskRun', () => {
    it('gives one that failed with its error and the end of its log', async () => {
      const run = await world.ended(BROKEN);

      expect(await world.client.call(routes.getTaskRun, { params: { run, task: 'breaks' } })).toMatchObject({
        state: 'failed',
        error: { code: 'EXIT_CODE', message: expect.stringContaining('7') },
        attempts: [{ exitCode: 7, error: { logTail: ['the disk is gone'] } }],
      });
    });

    it('answers UNKNOWN_RUN, UNKNOWN_TASK', async () => {
      const [run, task] = await missing();

      expect(
        await codeOf(world.client.call(routes.getTaskRun, { params: { run: run.run, task: run.task } })),
      ).toBe('UNKNOWN_RUN');
      expect(
        await codeOf(world.client.call(routes.getTaskRun, { params: { run: task.run, task: task.task } })),
      ).toBe('UNKNOWN_TASK');
    });
  });

  describe('getAttempt', () => {
    it('gives an attempt with its worker and its times in order', async () => {
      const run = await world.ended(QUICK);
      const { items: workers } = await world.client.call(routes.listWorkers, {});
      const attempt = await world.client.call(routes.getAttempt, {
        params: { run, task: 'first', attempt: 1 },
      });
      const times = [attempt.dispatchedAt, attempt.startedAt, attempt.endedAt];

      expect(attempt).toMatchObject({ number: 1, state: 'succeeded', worker: workers[0]?.worker });
      expect(times).toEqual(times.toSorted());
    });

    it('answers UNKNOWN_RUN, UNKNOWN_TASK, UNKNOWN_ATTEMPT', async () => {
      const codes = (await missing()).map((params) =>
        codeOf(world.client.call(routes.getAttempt, { params })),
      );

      expect(await Promise.all(codes)).toEqual(['UNKNOWN_RUN', 'UNKNOWN_TASK', 'UNKNOWN_ATTEMPT']);
    });
  });

  describe('getLog', () => {
    it('gives pages from the front, and the last lines from the end', async () => {
      const run = await world.ended(talkative(LINES));
      const params = { run, ...TALK };
      const read = (query: object) => world.client.call(routes.getLog, { params, query });
      const first = await read({});
      const second = await read({ from: first.next, limit: 10 });
      const last = await read({ tail: 3 });

      expect(first).toMatchObject({ first: 1, next: 1001, total: LINES, complete: true });
      expect(first.lines).toHaveLength(1000);
      expect(second.lines.map(({ text }) => text)).toEqual(
        Array.from({ length: 10 }, (_, n) => `line ${1001 + n}`),
      );
      expect(last.lines.map(({ text }) => text)).toEqual(['line 2498', 'line 2499', 'line 2500']);
      expect(await read({ from: LINES + 1 })).toMatchObject({ lines: [], next: LINES + 1 });
    });

    it('gives the whole log as a text file', async () => {
      const run = await world.ended(talkative(LINES));
      const pieces = await collect(world.client.text(routes.getLog, { params: { run, ...TALK } }));
      const { headers } = await world.probe.ask(`/api/v1/runs/${run}/tasks/talk/attempts/1/log`, {
        headers: { accept: 'text/plain' },
      });

      expect(pieces.join('')).toBe(Array.from({ length: LINES }, (_, n) => `line ${n + 1}\n`).join(''));
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${run}.talk.1.log"`);
    });

    it.each(['from=1&tail=1', 'from=0', 'limit=1001', 'tail=0', 'page=1'])(
      'refuses ?%s with INVALID_QUERY',
      async (query) => {
        const told = await world.probe.ask(`/api/v1/runs/${NO_RUN}/tasks/talk/attempts/1/log?${query}`);

        expect(JSON.parse(told.text)).toMatchObject({ status: 400, code: 'INVALID_QUERY' });
      },
    );

    it('answers UNKNOWN_RUN, UNKNOWN_TASK, UNKNOWN_ATTEMPT', async () => {
      const codes = (await missing()).map((params) => codeOf(world.client.call(routes.getLog, { params })));

      expect(await Promise.all(codes)).toEqual(['UNKNOWN_RUN', 'UNKNOWN_TASK', 'UNKNOWN_ATTEMPT']);
    });
  });
}
