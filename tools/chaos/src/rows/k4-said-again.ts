import type { FaultWorld } from '@millrace/e2e';
import { chainOf, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { recordsOf } from '../harness/said-again.js';
import { shuffled } from '../harness/words.js';
import type { ChaosRow, Trial } from '../row.js';

const ROUNDS = 3;

export const k4SaidAgain: ChaosRow = {
  kind: 'row',
  id: 'K4-W5',
  fault:
    'appends commands, reports, mail and decisions again, in another order, while runs go on and when they have ended',
  shows:
    'what is late or doubled is void, a repeated command gets its first answer, and the first end of an attempt stays',
  rules: ['I1', 'I2', 'I6', 'I16'],
  seconds: 20,
  run: async (trial) => {
    const world = await openWorld(trial, { masters: 2, workers: 2 });
    await world.publish(
      chainOf('chain', world.journal, 'sleep 0.2'),
      workflowOf('failing', { work: { type: 'shell', script: 'exit 3' } }),
    );
    for (let round = 0; round < ROUNDS; round += 1) {
      const runs = [...(await world.startRuns('chain', 6)), ...(await world.startRuns('failing', 3))];
      trial.say(`${await sayAgain(trial, world)} records were said again while runs went on`);
      await world.log.untilEnded(runs);
    }
    const before = world.log.runs.size;
    trial.say(`${await sayAgain(trial, world)} records were said again when all had ended`);
    await world.log.untilEnded(await world.startRuns('chain', 4));
    if (world.log.runs.size !== before + 4) throw new Error('A repeated command has started another run.');
    await promisesKept(world, trial);
  },
};

async function sayAgain({ random }: Trial, { log: { topics } }: FaultWorld): Promise<number> {
  const counts = [];
  for (const topic of ['commands', 'task-status', 'mailbox', 'workflow-events'] as const) {
    const again = shuffled(await recordsOf(topics, topic), random);
    await topics.append(topic, again);
    counts.push(again.length);
  }
  return counts.reduce((sum, count) => sum + count, 0);
}
