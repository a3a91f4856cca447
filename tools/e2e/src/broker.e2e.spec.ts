import { routes } from '@millrace/api-contract';
import { whyNotNative } from '@millrace/stack';
import { describeUnless, describeWithStack } from '@millrace/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FaultWorld } from './faults/fault-world.js';
import { chainOf, journalled, lasting, workflowOf } from './faults/fault-workflows.js';
import { LONG, SEED } from './faults/length.js';
import { outage } from './faults/outage.js';
import { OwnPart } from './faults/own-part.js';
import { until } from './faults/until.js';
import { Gate } from './gate.js';
import { randomOf } from './kill-loop.js';

const KILLS = LONG ? 5 : 1;
const DOWN_MS = 10_000;
/** So long after it is back a master judges again who is lost. */
const JUDGED_AFTER_MS = 22_000;
const BACK_MS = 60_000;
/** What it lacks it reads in milliseconds. */
const PROJECTED_MS = 15_000;

describeUnless(await whyNotNative(['kafka']), 'a broker that dies', () => {
  describeWithStack('under a cluster', ['database', 'redis'], ({ database, redis }) => {
    const random = randomOf(SEED);
    let broker: OwnPart<'kafka'>;
    let world: FaultWorld;
    let gate: Gate;
    const all: string[] = [];
    let backSince = 0;

    beforeAll(async () => {
      broker = await OwnPart.start('kafka');
      world = await FaultWorld.open(
        { kafka: broker.endpoint, database, redis },
        { masters: 2, workers: 2, slots: 16 },
      );
      gate = new Gate(world.cluster.folder);
      await world.publish(
        chainOf('chain', world.journal, 'sleep 1'),
        lasting('light', '2s'),
        workflowOf('long', {
          wait: journalled(world.journal, `while [ ! -e '${gate.path}' ]; do sleep 0.1; done`),
        }),
      );
    });
    afterAll(async () => {
      gate.open();
      await world.close();
      await broker.remove();
    });

    it(
      `kill -9 of the broker under load, ${KILLS} times (seed ${SEED}), back after ${DOWN_MS / 1000} s: no process ends, and the runs go on by themselves`,
      async () => {
        all.push(...(await world.startRuns('long', 4)));
        for (let kill = 0; kill < KILLS; kill += 1) {
          all.push(...(await world.startRuns('chain', 12)), ...(await world.startRuns('light', 20)));
          await outage(500 + random() * 2000);
          await broker.kill();
          await outage(DOWN_MS);
          await broker.restart();
          backSince = performance.now();
          all.push(await world.untilAccepted('light', BACK_MS));
          const after = ((performance.now() - backSince) / 1000).toFixed(1);
          console.log(`the broker is back: a run is accepted after ${after} s`);
          await world.log.untilEnded(all.slice(4), BACK_MS);
        }
        expect(world.gone()).toEqual([]);
      },
      BACK_MS + KILLS * (DOWN_MS + BACK_MS),
    );

    it(
      'no worker was declared lost, and what ran all the time ends once',
      async () => {
        await outage(JUDGED_AFTER_MS, backSince);
        gate.open();
        await world.log.untilEnded(all, BACK_MS);

        expect(world.log.eventsOf('WorkerLost')).toEqual([]);
        expect(world.gone()).toEqual([]);
        expect(new Set(world.log.runs.values())).toEqual(new Set(['succeeded']));
        const { violations } = await world.check({ exactlyOnce: true });
        expect(violations).toEqual([]);
      },
      JUDGED_AFTER_MS + 2 * BACK_MS,
    );

    it(
      'the read model follows the log again by itself, and equals one that is made anew',
      async () => {
        await until('the read model to hold all that is in the log', projected, PROJECTED_MS);
        const [stored, anew] = await world.readModels();
        expect(stored).toBe(anew);
      },
      PROJECTED_MS + BACK_MS,
    );

    async function projected(): Promise<boolean> {
      const { partitions } = await world.client.call(routes.getHealth, {});
      return partitions.every(({ offset, projected: at }) => at >= offset);
    }
  });
});
