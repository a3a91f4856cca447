import type { RunEventItem } from '@millrace/api-contract';
import { ApiError, routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { breakingTransport } from '../breaking-transport.js';
import type { BreaksAfter } from '../breaking-transport.js';
import { allEvents, collect, untilEvent, untilLine } from '../follow.js';
import { QUICK, talkative } from '../sample-workflows.js';
import { NO_RUN } from './route-world.js';
import type { RouteWorld } from './route-world.js';

const NDJSON = { accept: 'application/x-ndjson' };
const LINES = 2500;

/** The last event of its record: only that carries an id. */
const wholeRecord: BreaksAfter = (event) => event.startsWith('id:');

/** Every event, the first time that it comes. */
function eachEvent(): BreaksAfter {
  const seen = new Set<string>();
  return (event) => seen.size < seen.add(event).size;
}

export function streamRoutes(world: RouteWorld): void {
  /** Follows a run over a connection that breaks again and again. */
  async function brokenEvents(
    run: string,
    breaksAfter: BreaksAfter,
  ): Promise<{ items: readonly RunEventItem[]; breaks: number }> {
    let breaks = (): number => 0;
    const client = world.probe.clientOver((inner) => {
      const breaking = breakingTransport(inner, breaksAfter);
      breaks = breaking.breaks;
      return breaking.transport;
    });
    return { items: await collect(client.stream(routes.streamRun, { params: { run } })), breaks: breaks() };
  }

  async function lines(path: string, headers: Record<string, string>): Promise<readonly unknown[]> {
    const { text } = await world.probe.ask(path, { headers });
    return text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  }

  describe('streamRun', () => {
    it('gives the events of a run as they happen, to its end', async () => {
      const { run, gate } = await world.gated();
      await untilEvent(world.client, run, 'AttemptRunning wait');
      const following = allEvents(world.client, run);
      gate.open();
      const types = (await following).map(({ type }) => type);

      expect(types[0]).toBe('RunStarted');
      expect(types.at(-1)).toBe('RunSucceeded');
      expect(types.filter((type) => type === 'AttemptSucceeded')).toHaveLength(2);
    });

    it('gives every event once to who comes again with Last-Event-ID after each broken connection', async () => {
      const { run, gate } = await world.gated();
      await untilEvent(world.client, run, 'AttemptRunning wait');
      const following = brokenEvents(run, wholeRecord);
      gate.open();
      const { items, breaks } = await following;

      expect(breaks).toBeGreaterThan(3);
      expect(items).toEqual(await allEvents(world.client, run));
    });

    it('gives every event once also where connections break amid the events of one record', async () => {
      const run = await world.ended(QUICK);
      const { items } = await brokenEvents(run, eachEvent());

      expect(items).toEqual(await allEvents(world.client, run));
    });

    it('gives what comes after Last-Event-ID only, also as lines', async () => {
      const run = await world.ended(QUICK);
      const all = await allEvents(world.client, run);
      const offset = all[0]?.offset ?? 0;
      const rest = await lines(`/api/v1/runs/${run}/stream`, { ...NDJSON, 'last-event-id': String(offset) });

      expect(rest).toEqual([
        ...all.filter((event) => event.offset > offset),
        { end: true, run, state: 'succeeded' },
      ]);
    });

    it('answers UNKNOWN_RUN, and INVALID_POSITION to an id that it never gave', async () => {
      const unknown = world.client.stream(routes.streamRun, { params: { run: NO_RUN } });
      const run = await world.ended(QUICK);
      const told = await world.probe.ask(`/api/v1/runs/${run}/stream`, { headers: { 'last-event-id': 'x' } });

      await expect(collect(unknown)).rejects.toThrow(ApiError);
      expect(JSON.parse(told.text)).toMatchObject({ status: 400, code: 'INVALID_POSITION' });
    });
  });

  describe('streamLog', () => {
    it('gives lines as they come, to the end of the attempt', async () => {
      const { run, gate } = await world.gated();
      const params = { run, task: 'wait', attempt: 1 };
      await untilEvent(world.client, run, 'AttemptRunning wait');
      const following = collect(world.client.stream(routes.streamLog, { params }));
      const first = await untilLine(world.client, params, 'one');
      gate.open();

      expect(first).toMatchObject({ line: 1, stream: 'stdout' });
      expect((await following).map(({ line, text }) => [line, text])).toEqual([
        [1, 'one'],
        [2, 'two'],
      ]);
    });

    it('gives every line once to who comes again with Last-Event-ID after each broken connection', async () => {
      const run = await world.ended(talkative(LINES));
      const client = world.probe.clientOver((inner) => {
        return breakingTransport(inner, (event) => /line \d+00"/.test(event)).transport;
      });
      const params = { run, task: 'talk', attempt: 1 };
      const numbers = (await collect(client.stream(routes.streamLog, { params }))).map(({ line }) => line);

      expect(numbers).toEqual(Array.from({ length: LINES }, (_, index) => index + 1));
    });

    it('gives lines of JSON, and tells its end', async () => {
      const run = await world.ended(talkative(3));
      const all = await lines(`/api/v1/runs/${run}/tasks/talk/attempts/1/log/stream`, NDJSON);

      expect(all).toMatchObject([
        { line: 1, text: 'line 1' },
        { line: 2 },
        { line: 3 },
        { end: true, total: 3 },
      ]);
    });

    it('answers UNKNOWN_RUN, UNKNOWN_TASK, UNKNOWN_ATTEMPT', async () => {
      const run = await world.ended(QUICK);
      const codes = await Promise.all(
        [
          { run: NO_RUN, task: 'first', attempt: 1 },
          { run, task: 'nobody', attempt: 1 },
          { run, task: 'first', attempt: 2 },
        ].map(async (params) => {
          return collect(world.client.stream(routes.streamLog, { params })).catch((error: unknown) =>
            error instanceof ApiError ? error.code : error,
          );
        }),
      );

      expect(codes).toEqual(['UNKNOWN_RUN', 'UNKNOWN_TASK', 'UNKNOWN_ATTEMPT']);
    });
  });
}
