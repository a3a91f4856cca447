import type { FaultWorld } from '@millrace/e2e';
import { journalled, until, workflowOf } from '@millrace/e2e';
import type { Failpoint } from '@millrace/telemetry';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { shuffled, wholeFrom } from '../harness/words.js';
import type { ChaosRow, Trial } from '../row.js';

const POINTS: readonly Failpoint[] = [
  'worker.taken',
  'worker.spawned',
  'worker.ended',
  'report.before',
  'report.after',
];
const DEATH_MS = 60_000;

export const w1CrashPoints: ChaosRow = {
  kind: 'row',
  id: 'W1-points',
  fault:
    'a worker dies (SIGKILL) at each crash point: as it takes an attempt, starts it, ends it and reports it',
  shows: 'its next process ends what is left, what may run twice is run again, and nothing overlaps',
  rules: ['I2', 'I3', 'I10', 'I11', 'I12', 'I14'],
  seconds: 35,
  run: async (trial) => {
    const world = await openWorld(trial, { workers: 2, slots: 8 });
    await world.publish(
      workflowOf('again', { work: journalled(world.journal, 'sleep 0.5', { onWorkerLostGrace: '1s' }) }),
      workflowOf('fatal', {
        work: journalled(world.journal, 'sleep 0.5', { delivery: 'at-most-once', onWorkerLost: 'fail' }),
      }),
    );
    for (const point of shuffled(POINTS, trial.random)) await dieAt(trial, world, point);
    await promisesKept(world, trial);
  },
};

async function dieAt({ random, say }: Trial, world: FaultWorld, point: Failpoint): Promise<void> {
  const victim = world.handle('worker-1');
  const times = wholeFrom(random, 1, 4);
  await victim.stop();
  world.setEnvironment(victim, { MILLRACE_FAILPOINT: `${point}:${times}` });
  await victim.start();
  const runs: string[] = [];
  await until(
    `the death of ${victim.name} at ${point}`,
    async () => {
      runs.push(...(await world.startRuns('again', 2)), ...(await world.startRuns('fatal', 2)));
      return !victim.runs;
    },
    DEATH_MS,
  );
  world.setEnvironment(victim);
  await victim.start();
  await world.log.untilEnded(runs, DEATH_MS);
  say(`died at ${point}, the ${times}. time; ${runs.length} runs have ended`);
}
