import { chainOf, journalled, outage, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { seconds } from '../harness/words.js';
import type { ChaosRow } from '../row.js';

const DUE = 300;
const DUE_AFTER_MS = 12_000;
const END_MS = 120_000;

export const s1AllAtOnce: ChaosRow = {
  kind: 'row',
  id: 'S1',
  fault: `kills every process at once, and starts all when ${DUE} timers have come due meanwhile`,
  shows: 'all timers fire once, what ran is run again, and every run ends',
  rules: ['I1', 'I2', 'I3', 'I4', 'I7', 'I14', 'I18'],
  seconds: 50,
  run: async (trial) => {
    const world = await openWorld(trial, { masters: 2, workers: 2, sessionMs: 6000, lightSlots: 4096 });
    const { cluster, log } = world;
    await world.publish(
      workflowOf('due', { later: { type: 'noop', delay: `${DUE_AFTER_MS}ms` } }),
      workflowOf('long', { work: journalled(world.journal, 'sleep 3', { onWorkerLostGrace: '1s' }) }),
      chainOf('chain', world.journal, 'sleep 0.3'),
    );
    const due = await world.startRuns('due', DUE);
    const allDue = performance.now();
    const others = [...(await world.startRuns('long', 4)), ...(await world.startRuns('chain', 6))];
    await outage(trial.random() * 3000);
    await cluster.kill();
    trial.say('all are dead');
    await outage(DUE_AFTER_MS + 500, allDue);
    const since = performance.now();
    await cluster.start();
    await log.untilEnded(due, END_MS);
    trial.say(`${DUE} timers have fired ${seconds(performance.now() - since)} after the start`);
    await log.untilEnded(others, END_MS);
    await promisesKept(world, trial);
  },
};
