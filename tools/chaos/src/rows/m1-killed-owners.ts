import type { FaultWorld, ServiceHandle } from '@millrace/e2e';
import {
  Trickle,
  chainOf,
  epochsOf,
  lasting,
  outage,
  until,
  untilDecidedElsewhere,
  workflowOf,
} from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { seconds } from '../harness/words.js';
import type { ChaosRow } from '../row.js';

const KILLS = 20;
const TAKE_OVER_MS = 60_000;
const END_MS = 120_000;

export const m1KilledOwners: ChaosRow = {
  kind: 'row',
  id: 'M1-twenty',
  fault: `kills the owner of most partitions ${KILLS} times in a row, each time when another one has gone on, under load`,
  shows: 'another one goes on, and every run ends once',
  rules: ['I1', 'I2', 'I3', 'I4', 'I6', 'I14'],
  seconds: 260,
  run: async (trial) => {
    const world = await openWorld(trial, { masters: 3, workers: 2, sessionMs: 6000, lightSlots: 4096 });
    await world.publish(
      lasting('held', '20s'),
      chainOf('chain', world.journal, 'sleep 0.5'),
      workflowOf('quick', { once: { type: 'noop' }, then: { type: 'noop', needs: ['once'] } }),
    );
    const runs: string[] = [];
    const waited: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      runs.push(...(await world.startRuns('held', 100)), ...(await world.startRuns('chain', 3)));
      const trickle = new Trickle(world, 'quick');
      await outage(trial.random() * 2000);
      const victim = await biggest(world);
      waited.push(await goneOnWithout(world, victim));
      runs.push(...(await trickle.end()));
      await victim.start();
    }
    trial.say(
      `${KILLS} owners killed, another one decided after ${seconds(Math.max(...waited))} at most; ${runs.length} runs`,
    );
    await world.log.untilEnded(runs, END_MS);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

/** One that owns something: the last to be killed has given all away. */
async function biggest(world: FaultWorld): Promise<ServiceHandle> {
  return until(
    'an owner',
    () => {
      const one = world.biggestOwner();
      return world.log.partitionsOf(one.name).length > 0 && one;
    },
    TAKE_OVER_MS,
  );
}

/** Kills that master, and waits until somebody else decides in each of its partitions. Gives the milliseconds of that. */
async function goneOnWithout({ log }: FaultWorld, victim: ServiceHandle): Promise<number> {
  const epochs = epochsOf(log, victim.name);
  const from = log.entries.length;
  await victim.kill();
  const since = performance.now();
  await untilDecidedElsewhere(log, epochs, { from, withinMs: TAKE_OVER_MS });
  return performance.now() - since;
}
