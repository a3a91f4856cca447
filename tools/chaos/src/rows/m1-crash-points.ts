import type { Failpoint } from '@millrace/telemetry';
import type { FaultWorld } from '@millrace/e2e';
import { Trickle, chainOf, until, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { shuffled, wholeFrom } from '../harness/words.js';
import type { ChaosRow, Trial } from '../row.js';

/** Where a master dies: around its claim, its append, and what it sends because of it. */
const POINTS: readonly Failpoint[] = [
  'claim.before',
  'claim.after',
  'append.before',
  'append.after',
  'effects.after',
];
const DEATH_MS = 60_000;

export const m1CrashPoints: ChaosRow = {
  kind: 'row',
  id: 'M1',
  fault: 'a master dies (SIGKILL) at each crash point: around its claim, its append and what it sends',
  shows: 'another one takes over, sends what was not sent, and every run ends once',
  rules: ['I1', 'I2', 'I3', 'I4', 'I6', 'I14'],
  seconds: 70,
  run: async (trial) => {
    const world = await openWorld(trial, { masters: 2, workers: 2, sessionMs: 6000 });
    await world.publish(
      chainOf('chain', world.journal, 'sleep 0.2'),
      workflowOf('quick', { once: { type: 'noop' } }),
    );
    for (const point of shuffled(POINTS, trial.random)) await dieAt(trial, world, point);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

async function dieAt({ random, say }: Trial, world: FaultWorld, point: Failpoint): Promise<void> {
  const victim = world.handle('master-1');
  const times = point.startsWith('claim') ? 1 : wholeFrom(random, 1, 8);
  await victim.stop();
  world.setEnvironment(victim, { MILLRACE_FAILPOINT: `${point}:${times}` });
  const chains = await world.startRuns('chain', 4);
  const trickle = new Trickle(world, 'quick');
  // It may die before it says that it is ready.
  const started = victim.start().catch(() => undefined);
  const from = performance.now();
  await until(`the death of ${victim.name} at ${point}`, () => died(victim), DEATH_MS);
  await started;
  say(
    `died at ${point}, the ${times}. time, ${((performance.now() - from) / 1000).toFixed(1)} s after its start`,
  );
  world.setEnvironment(victim);
  await victim.start();
  await world.log.untilEnded([...chains, ...(await trickle.end())]);
}

const died = ({ runs }: { readonly runs: boolean }): boolean => !runs;
