import { deepEqual, equal } from 'node:assert/strict';
import type { FaultWorld } from '@millrace/e2e';
import { OwnBrokers, Trickle, chainOf, outage, workflowOf } from '@millrace/e2e';
import { whyNotNative } from '@millrace/stack';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { seconds, shuffled } from '../harness/words.js';
import type { ChaosRow, Trial } from '../row.js';

/** Kafka gives a broker up that it has not heard of for nine seconds; then others lead what it has led. */
const FAILED_OVER_MS = 15_000;
const GOES_ON_MS = 60_000;
const END_MS = 120_000;

export const k1LostBrokers: ChaosRow = {
  kind: 'row',
  id: 'K1-three',
  fault:
    'of three brokers, of which an append needs two, kills each in turn and brings it back, then two at once',
  shows:
    'without one of them runs go on by themselves; without two all waits, and goes on when they are back; nothing that was taken is lost',
  rules: ['I1', 'I6', 'I8', 'I14', 'I15'],
  seconds: 150,
  lacks: () => whyNotNative(['kafka']),
  run: async (trial) => {
    const brokers = await OwnBrokers.start();
    trial.onEnd(() => brokers.remove());
    const world = await openWorld(trial, { masters: 2, workers: 2 }, { kafka: brokers.endpoint });
    await world.publish(
      chainOf('chain', world.journal, 'sleep 1'),
      workflowOf('quick', { once: { type: 'noop' }, then: { type: 'noop', needs: ['once'] } }),
    );
    for (const at of shuffled(brokers.all, trial.random)) await loseOne(trial, world, brokers, at);
    await loseTwo(trial, world, brokers);
    deepEqual(world.log.eventsOf('WorkerLost'), [], 'Workers that were declared lost');
    await promisesKept(world, trial, { exactlyOnce: true });
    const [stored, anew] = await world.readModels();
    equal(stored, anew, 'The read model, and one that was made anew');
  },
};

async function loseOne(
  { random, say }: Trial,
  world: FaultWorld,
  brokers: OwnBrokers,
  at: number,
): Promise<void> {
  const runs = [...(await world.startRuns('chain', 6))];
  const trickle = new Trickle(world, 'quick', 'be refused');
  await outage(500 + random() * 1500);
  await brokers.kill(at);
  const since = performance.now();
  await outage(FAILED_OVER_MS, since);
  runs.push(...(await trickle.end()), ...(await world.startRuns('quick', 10)));
  await world.log.untilEnded(runs, GOES_ON_MS);
  const after = seconds(performance.now() - since);
  say(
    `without broker ${at + 1} ${runs.length} runs ended after ${after}, ${trickle.refused} starts were refused`,
  );
  await brokers.restart(at);
}

async function loseTwo({ random, say }: Trial, world: FaultWorld, brokers: OwnBrokers): Promise<void> {
  const runs = [...(await world.startRuns('chain', 6))];
  await outage(random() * 2000);
  const [one = 0, other = 0] = shuffled(brokers.all, random);
  await Promise.all([brokers.kill(one), brokers.kill(other)]);
  await outage(3000 + random() * 3000);
  await Promise.all([brokers.restart(one), brokers.restart(other)]);
  const since = performance.now();
  runs.push(await world.untilAccepted('quick', END_MS));
  await world.log.untilEnded(runs, END_MS);
  say(`with two brokers back all ${runs.length} runs ended after ${seconds(performance.now() - since)}`);
}
