import { deepEqual, equal } from 'node:assert/strict';
import { routes } from '@millrace/api-contract';
import type { FaultWorld } from '@millrace/e2e';
import { until, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { OwnWays } from '../harness/own-ways.js';
import { promisesKept } from '../harness/promises.js';
import type { ChaosRow, Trial } from '../row.js';

const KILLS = 3;
const SENT_MS = 30_000;

export const a1KilledApi: ChaosRow = {
  kind: 'row',
  id: 'A1',
  fault: `kills the API between its append and its answer, ${KILLS} times`,
  shows: 'the same start with the same Idempotency-Key gives the run that was begun, and no second one',
  rules: ['I6', 'I15'],
  seconds: 20,
  run: async (trial) => {
    const ways = await OwnWays.open(trial);
    const world = await openWorld(trial, { environments: { api: ways.environment } });
    await world.publish(workflowOf('quick', { once: { type: 'noop' } }));
    for (let kill = 0; kill < KILLS; kill += 1) await killOnce(trial, world, ways, `start-${kill}`);
    equal(world.log.runs.size, KILLS, 'Runs in the log');
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

async function killOnce({ say }: Trial, world: FaultWorld, { kafka }: OwnWays, key: string): Promise<void> {
  const { api } = world.cluster;
  const before = new Set(world.log.runs.keys());
  const topic = `${world.kafka.prefix}commands`;
  kafka.inflict({ kind: 'swallow', api: 'Produce', topic, times: 1, then: 'hang' });
  const start = (): Promise<string> =>
    world.client
      .call(
        routes.startRun,
        { params: { project: 'default', workflow: 'quick' }, body: {} },
        { idempotencyKey: key, waitSeconds: 10 },
      )
      .then(({ run }) => run);
  const answer = start().catch(() => undefined);
  const begun = (): readonly string[] => [...world.log.runs.keys()].filter((run) => !before.has(run));
  await until('the run of a start that nobody has answered', () => begun().length > 0, SENT_MS);
  await api.kill();
  equal(await answer, undefined, 'The answer to a start whose API was killed');
  await kafka.heal();
  await api.start();
  const run = await start();
  deepEqual(begun(), [run], 'Runs of one start');
  say(`killed after the append of ${key}: sent again, it gives the same run`);
}
