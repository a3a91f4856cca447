import { deepEqual } from 'node:assert/strict';
import { OwnPart, Trickle, chainOf, outage, workflowOf } from '@millrace/e2e';
import { whyNotNative } from '@millrace/stack';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { seconds } from '../harness/words.js';
import type { ChaosRow } from '../row.js';

/** Beyond what a request may take: connections are left meanwhile. */
const SHORTEST_MS = 12_000;
const END_MS = 120_000;

export const k1StoppedBroker: ChaosRow = {
  kind: 'row',
  id: 'K1-stop',
  fault: 'stops the broker (SIGSTOP) for longer than a request may take, then lets it go on',
  shows: 'no process ends, nobody is declared lost, and every run ends once',
  rules: ['I1', 'I14'],
  seconds: 60,
  lacks: () => whyNotNative(['kafka']),
  run: async (trial) => {
    const kafka = await OwnPart.start('kafka');
    trial.onEnd(() => kafka.remove());
    const world = await openWorld(trial, { masters: 2, workers: 2 }, { kafka: kafka.endpoint });
    await world.publish(
      chainOf('chain', world.journal, 'sleep 1'),
      workflowOf('quick', { once: { type: 'noop' }, then: { type: 'noop', needs: ['once'] } }),
    );
    const runs = [...(await world.startRuns('chain', 8))];
    const trickle = new Trickle(world, 'quick');
    await outage(500 + trial.random() * 1500);
    const trickled = await trickle.end();
    const ms = SHORTEST_MS + trial.random() * 6000;
    kafka.pause();
    await outage(ms);
    kafka.continue();
    const since = performance.now();
    trial.say(`the broker stood still for ${seconds(ms)}`);
    await world.log.untilEnded([...runs, ...trickled], END_MS);
    trial.say(`all runs have ended ${seconds(performance.now() - since)} later`);
    deepEqual(world.log.eventsOf('WorkerLost'), [], 'Workers that were declared lost');
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};
