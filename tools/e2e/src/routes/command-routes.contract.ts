import type { CommandOutcome } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { refusal } from '../api-probe.js';
import { apply, getRun } from '../client-steps.js';
import { QUICK, TYPED } from '../sample-workflows.js';
import type { RouteWorld } from './route-world.js';

interface Sent {
  readonly commandId: string;
  readonly position: string;
  readonly run?: string | undefined;
}

export function commandRoutes(world: RouteWorld): void {
  /** The client sends the position along: the answer waits until the read model has passed it. */
  const outcomeOf = ({ commandId, position }: Sent): Promise<CommandOutcome> =>
    world.client.call(routes.getCommand, { params: { command: commandId }, query: { position } });

  describe('getCommand', () => {
    it('tells at the Location of a 202 that the start was accepted, and the run is there', async () => {
      const { body, headers } = await world.client.answer(routes.startRun, {
        params: await apply(world.client, QUICK),
        body: {},
      });
      const told = await world.probe.ask(headers.get('location') ?? '', {
        headers: { 'x-consistency-position': body?.position ?? '' },
      });
      const outcome = JSON.parse(told.text) as CommandOutcome;

      expect([told.status, outcome]).toMatchObject([
        200,
        { commandId: body?.commandId, type: 'StartRun', run: body?.run, state: 'accepted' },
      ]);
      expect(await getRun(world.client, outcome.run ?? '')).toMatchObject({ workflow: 'quick' });
    });

    it('tells why a start was rejected, which names no run', async () => {
      const params = await apply(world.client, TYPED);
      const sent = await world.client.call(routes.startRun, { params, body: { params: { count: 'many' } } });
      const outcome = await outcomeOf(sent);

      expect(outcome).toMatchObject({ state: 'rejected', rejected: { code: 'INVALID_PARAMETERS' } });
      expect(outcome.rejected?.errors.map(({ param }) => param)).toEqual(['region', 'count']);
      expect(outcome.run).toBeUndefined();
      expect(await outcomeOf(sent)).toEqual(outcome);
    });

    it('tells that the run had ended which was to be changed', async () => {
      const run = await world.ended(QUICK);
      const sent = await world.client.call(routes.stopRun, { params: { run }, body: {} });

      expect(await outcomeOf(sent)).toMatchObject({
        type: 'StopRun',
        run,
        state: 'rejected',
        rejected: { code: 'RUN_ENDED', message: `Run ${run} has ended: it is succeeded.` },
      });
    });

    it('tells the outcome of each item of a batch', async () => {
      const { items } = await world.client.call(routes.startBatch, {
        params: await apply(world.client, TYPED),
        body: { runs: [{ params: { region: 'eu' } }, {}] },
      });
      const outcomes = await Promise.all(items.map(outcomeOf));

      expect(outcomes.map(({ state }) => state)).toEqual(['accepted', 'rejected']);
      expect(outcomes[0]?.run).toBe(items[0]?.run);
    });

    it('answers UNKNOWN_COMMAND to another id, and INVALID_POSITION to what is no position of a command', async () => {
      const params = await apply(world.client, QUICK);
      const { commandId, position } = await world.client.call(routes.startRun, { params, body: {} });
      const other = outcomeOf({ commandId: '11111111-1111-4111-8111-111111111111', position });

      expect(await refusal(other)).toMatchObject({ status: 404, code: 'UNKNOWN_COMMAND' });
      expect(await refusal(outcomeOf({ commandId, position: 'x:0:1' }))).toMatchObject({
        status: 400,
        code: 'INVALID_POSITION',
      });
    });
  });
}
