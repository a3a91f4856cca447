import { deepEqual, equal } from 'node:assert/strict';
import type { FaultWorld } from '@millrace/e2e';
import { outage, workflowOf } from '@millrace/e2e';
import { completeLog, numbered } from '../harness/complete-log.js';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { SmallDisk } from '../harness/small-disk.js';
import type { ChaosRow } from '../row.js';

const DISK_BYTES = 8 * 1024 * 1024;
const LINES = 3000;
const FULL_MS = 5000;

export const w6FullDisk: ChaosRow = {
  kind: 'row',
  id: 'W6',
  fault: 'a script fills the disk of its worker; then others fill it, and it stays full for a while',
  shows:
    'attempts fail with a reason or wait, none succeeds with a log that lacks lines, and the worker goes on',
  rules: ['I2', 'I9', 'I14'],
  seconds: 20,
  lacks: () => SmallDisk.lacks(),
  run: async (trial) => {
    const disk = SmallDisk.mount(DISK_BYTES);
    trial.onEnd(() => disk.unmount());
    // Else it would begin nothing on so small a disk.
    const own = { MILLRACE_WORKER_FOLDER: disk.folder, MILLRACE_WORKER_OVERLOAD_DISK_FREE: '0' };
    const environments = { 'worker-1': own };
    const world = await openWorld(trial, { slots: 4, environments });
    await world.publish(
      workflowOf('eats', {
        work: { type: 'shell', script: `head -c ${2 * DISK_BYTES} /dev/zero > all-of-it` },
      }),
      workflowOf('talks', { say: { type: 'shell', script: `seq 1 ${LINES}` } }),
    );
    const [eats] = await world.startRuns('eats', 1);
    await world.log.untilEnded([eats ?? '']);
    equal(world.log.runs.get(eats ?? ''), 'failed', 'A script without space');

    disk.fill();
    const talks = [...(await world.startRuns('talks', 4))];
    await outage(FULL_MS);
    disk.free();
    const [worker] = world.cluster.workers;
    trial.say(
      `${worker?.name} ${worker?.runs ? 'lives' : 'has ended'} after ${FULL_MS / 1000} s without space`,
    );
    if (!worker?.runs) await worker?.start();
    talks.push(...(await world.startRuns('talks', 2)));
    await world.log.untilEnded(talks);
    for (const run of talks) await nothingLost(world, run);
    trial.say(`runs ended as ${talks.map((run) => world.log.runs.get(run)).join(', ')}`);
    await promisesKept(world, trial);
  },
};

async function nothingLost(world: FaultWorld, run: string): Promise<void> {
  if (world.log.runs.get(run) !== 'succeeded') return;
  deepEqual(await completeLog(world, { run, task: 'say' }), numbered(LINES), `Lines of ${run}`);
}
