import { equal } from 'node:assert/strict';
import type { FaultWorld } from '@millrace/e2e';
import { Gate, journalled, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { recordsOf } from '../harness/said-again.js';
import type { ChaosRow } from '../row.js';

const TIMES = 3;
const ENDS_MS = 60_000;

export const w4SameDispatch: ChaosRow = {
  kind: 'row',
  id: 'W4',
  fault: `delivers every dispatch ${TIMES} times again: while it runs, when it has ended, and after a restart of its worker`,
  shows: 'each script is started once',
  rules: ['I2', 'I10', 'I11'],
  seconds: 15,
  run: async (trial) => {
    const world = await openWorld(trial, { workers: 2, slots: 8 });
    const gate = new Gate(world.cluster.folder);
    trial.onEnd(() => gate.open());
    const wait = `while [ ! -e '${gate.path}' ]; do sleep 0.1; done`;
    await world.publish(
      workflowOf('held', { work: journalled(world.journal, wait) }),
      workflowOf('quick', { work: journalled(world.journal, 'true') }),
    );
    const held = await world.startRuns('held', 6);
    for (const run of held) await world.log.untilEvent(run, 'AttemptRunning');
    await deliverAgain(world);
    await ended(world, await world.startRuns('quick', 4));
    gate.open();
    await ended(world, held);

    await deliverAgain(world);
    await ended(world, await world.startRuns('quick', 4));
    const [worker] = world.cluster.workers;
    await worker?.stop();
    await worker?.start();
    await deliverAgain(world);
    await ended(world, await world.startRuns('quick', 4));

    const journal = await world.readJournal();
    const lines = [...world.log.runs.keys()].flatMap((run) => [...(journal.ofRun(run).get('work') ?? [])]);
    const starts = lines.filter(({ event }) => event === 'start').length;
    trial.say(`${world.log.runs.size} runs, ${starts} starts of scripts`);
    equal(starts, world.log.runs.size, 'Starts of scripts');
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

async function deliverAgain({ log: { topics } }: FaultWorld): Promise<void> {
  const dispatches = await recordsOf(topics, 'task-dispatch');
  for (let time = 0; time < TIMES; time += 1) await topics.append('task-dispatch', dispatches);
}

/** What came before the dispatches of these runs has been heard by then. */
async function ended({ log }: FaultWorld, runs: readonly string[]): Promise<void> {
  await log.untilEnded(runs, ENDS_MS);
}
