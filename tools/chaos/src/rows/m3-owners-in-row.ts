import type { FaultWorld, ServiceHandle } from '@millrace/e2e';
import { lasting, until } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { seconds } from '../harness/words.js';
import type { ChaosRow } from '../row.js';

const KILLS = 5;
const CLAIM_MS = 60_000;

export const m3OwnersInRow: ChaosRow = {
  kind: 'row',
  id: 'M3',
  fault: `kills each new owner as soon as it has claimed what the last one had, ${KILLS} in a row`,
  shows: 'a recovery that was broken off is begun anew by the next, and every run ends once',
  rules: ['I1', 'I2', 'I3', 'I14'],
  seconds: 70,
  run: async (trial) => {
    const world = await openWorld(trial, { masters: 3, workers: 2, sessionMs: 6000, lightSlots: 4096 });
    await world.publish(lasting('held', '20s'));
    const runs = await world.startRuns('held', 300);
    let victim = world.biggestOwner();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const since = performance.now();
      const heir = await killedBy(world, victim);
      trial.say(
        `${victim.name} is dead, ${heir.name} has claimed after ${seconds(performance.now() - since)}`,
      );
      await victim.start();
      victim = heir;
    }
    await world.log.untilEnded(runs, 120_000);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

/** Kills that master; gives the one that claims first what it had. */
async function killedBy(world: FaultWorld, victim: ServiceHandle): Promise<ServiceHandle> {
  const had = await until(
    `partitions of ${victim.name}`,
    () => {
      const owned = world.log.partitionsOf(victim.name);
      return owned.length > 0 && owned;
    },
    CLAIM_MS,
  );
  const from = world.log.entries.length;
  await victim.kill();
  const claim = await world.log.untilEntry(
    `a claim of what ${victim.name} had`,
    ({ verdict, partition, owner }) =>
      verdict === 'claim' && had.includes(partition) && owner !== victim.name,
    { withinMs: CLAIM_MS, from },
  );
  return world.handle(claim.owner ?? '');
}
