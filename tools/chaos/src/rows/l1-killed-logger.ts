import { deepEqual } from 'node:assert/strict';
import { outage, workflowOf } from '@millrace/e2e';
import { completeLog, numbered } from '../harness/complete-log.js';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import type { ChaosRow } from '../row.js';

const LINES = 4000;
const TALKERS = 3;
const KILLS = 4;
/** About as long as the kills take. */
const SCRIPT = `seq 1 ${LINES} | while read -r n; do echo "line $n"; if [ $((n % 20)) = 0 ]; then sleep 0.05; fi; done`;

export const l1KilledLogger: ChaosRow = {
  kind: 'row',
  id: 'L1',
  fault: `kills the logger ${KILLS} times while scripts talk, and stops it (SIGSTOP) once`,
  shows: 'runs do not wait for it, and every log has all its lines once, in order',
  rules: ['I9', 'I14'],
  seconds: 30,
  run: async (trial) => {
    const world = await openWorld(trial, { slots: 8 });
    const { logger } = world.cluster;
    await world.publish(
      workflowOf('talk', { say: { type: 'shell', script: SCRIPT } }),
      workflowOf('quick', { once: { type: 'noop' } }),
    );
    const runs = await world.startRuns('talk', TALKERS);
    for (const run of runs) await world.log.untilEvent(run, 'AttemptRunning');
    for (let kill = 0; kill < KILLS; kill += 1) {
      await outage(trial.random() * 2000);
      await logger.kill();
      await world.log.untilEnded(await world.startRuns('quick', 2));
      await logger.start();
    }
    logger.pause();
    await world.log.untilEnded(runs);
    trial.say('the scripts have ended while the logger stood still');
    logger.continue();
    for (const run of runs)
      deepEqual(await completeLog(world, { run, task: 'say' }), numbered(LINES, 'line '), `Lines of ${run}`);
    trial.say(`${TALKERS} logs of ${LINES} lines are complete`);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};
