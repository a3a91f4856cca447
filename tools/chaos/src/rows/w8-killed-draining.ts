import { chainOf, journalled, outage, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import type { ChaosRow } from '../row.js';

const GRACE_S = 5;

export const w8KilledDraining: ChaosRow = {
  kind: 'row',
  id: 'W8',
  fault: 'tells a worker to end (SIGTERM), and kills it a second before its grace is over',
  shows: 'what ended in time counts, the rest is run again, and nothing of it overlaps',
  rules: ['I3', 'I10', 'I11', 'I18'],
  seconds: 30,
  run: async (trial) => {
    const world = await openWorld(trial, { workers: 2, slots: 8, drainSeconds: GRACE_S });
    await world.publish(
      chainOf('chain', world.journal, 'sleep 1'),
      workflowOf('long', { work: journalled(world.journal, 'sleep 12', { onWorkerLostGrace: '1s' }) }),
    );
    const runs = [...(await world.startRuns('chain', 6)), ...(await world.startRuns('long', 6))];
    for (const run of runs) await world.log.untilEvent(run, 'AttemptRunning');
    const [worker] = world.cluster.workers;
    await outage(trial.random() * 1000);
    const ended = worker?.stop();
    await outage((GRACE_S - 1) * 1000);
    await worker?.kill();
    trial.say(`${worker?.name} was told to end and killed ${GRACE_S - 1} s later, exit code ${await ended}`);
    await worker?.start();
    await world.log.untilEnded(runs, 120_000);
    await promisesKept(world, trial);
  },
};
