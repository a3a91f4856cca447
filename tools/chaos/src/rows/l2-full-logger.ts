import { deepEqual } from 'node:assert/strict';
import { outage, workflowOf } from '@millrace/e2e';
import { completeLog, numbered } from '../harness/complete-log.js';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { SmallDisk } from '../harness/small-disk.js';
import type { ChaosRow } from '../row.js';

const DISK_BYTES = 16 * 1024 * 1024;
const LINES = 5000;
const FULL_MS = 5000;

export const l2FullLogger: ChaosRow = {
  kind: 'row',
  id: 'L2',
  fault: 'the disk of the logger is full while scripts talk',
  shows: 'runs do not wait for it, and every log has all its lines when there is space again',
  rules: ['I9', 'I14'],
  seconds: 40,
  lacks: () => SmallDisk.lacks(),
  run: async (trial) => {
    const disk = SmallDisk.mount(DISK_BYTES);
    trial.onEnd(() => disk.unmount());
    const own = { MILLRACE_BLOBS_FOLDER: disk.folder };
    const world = await openWorld(trial, { slots: 4, environments: { api: own, logger: own } });
    await world.publish(workflowOf('talks', { say: { type: 'shell', script: `seq 1 ${LINES}` } }));
    await world.log.untilEnded(await world.startRuns('talks', 1));
    disk.fill();
    const runs = await world.startRuns('talks', 6);
    await world.log.untilEnded(runs);
    await outage(trial.random() * FULL_MS);
    const { logger } = world.cluster;
    trial.say(
      `the runs have ended while the disk was full; the logger ${logger.runs ? 'lives' : 'has ended'}`,
    );
    disk.free();
    if (!logger.runs) await logger.start();
    for (const run of runs) deepEqual(await completeLog(world, { run, task: 'say' }), numbered(LINES), run);
    trial.say(`${runs.length} logs of ${LINES} lines are complete`);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};
