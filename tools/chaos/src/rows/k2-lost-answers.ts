import type { FaultWorld } from '@millrace/e2e';
import { Trickle, chainOf, until, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { OwnWays } from '../harness/own-ways.js';
import { promisesKept } from '../harness/promises.js';
import { shuffled, wholeFrom } from '../harness/words.js';
import type { KafkaToxic } from '../proxy/kafka-toxic.js';
import type { ChaosRow, Trial } from '../row.js';

const MASTERS = ['master-1', 'master-2'] as const;
const STRIKE_MS = 30_000;
/** More than the client tries by itself: the master is told that the outcome is not known. */
const BEYOND_RETRIES = 8;

interface Round {
  readonly what: string;
  readonly toxic: Pick<KafkaToxic, 'kind'> & Partial<KafkaToxic>;
  readonly strikes: number;
}

export const k2LostAnswers: ChaosRow = {
  kind: 'row',
  id: 'K2',
  fault:
    'swallows the answers to appends of masters, then resets the connection or leaves it mute; tears appends and answers',
  shows:
    'a master that does not know what became of its append reads the end again, and no effect is doubled or lost',
  rules: ['I1', 'I2', 'I6', 'I10', 'I11'],
  seconds: 50,
  run: async (trial) => {
    const ways = new Map<string, OwnWays>();
    for (const name of MASTERS) ways.set(name, await OwnWays.open(trial));
    const environments = Object.fromEntries([...ways].map(([name, way]) => [name, way.environment]));
    const world = await openWorld(trial, {
      masters: MASTERS.length,
      workers: 2,
      sessionMs: 6000,
      environments,
    });
    await world.publish(
      chainOf('chain', world.journal, 'sleep 0.2'),
      workflowOf('quick', { once: { type: 'noop' }, then: { type: 'noop', needs: ['once'] } }),
    );
    for (const round of shuffled(roundsOf(trial), trial.random)) await strike(trial, world, ways, round);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

function roundsOf({ random }: Trial): readonly Round[] {
  return [
    { what: 'one answer, then a reset', toxic: { kind: 'swallow', then: 'reset' }, strikes: 1 },
    { what: 'all answers, then resets', toxic: { kind: 'swallow', then: 'reset' }, strikes: BEYOND_RETRIES },
    { what: 'one answer, then silence', toxic: { kind: 'swallow', then: 'hang' }, strikes: 1 },
    { what: 'one answer torn', toxic: { kind: 'tear-answer' }, strikes: 1 },
    { what: 'appends torn', toxic: { kind: 'tear' }, strikes: wholeFrom(random, 1, BEYOND_RETRIES) },
    { what: 'answers late', toxic: { kind: 'delay', ms: wholeFrom(random, 500, 3000) }, strikes: 3 },
  ];
}

async function strike(
  { say }: Trial,
  world: FaultWorld,
  ways: ReadonlyMap<string, OwnWays>,
  { what, toxic, strikes }: Round,
): Promise<void> {
  const { name } = world.biggestOwner();
  const kafka = ways.get(name)?.kafka;
  if (!kafka) throw new Error(`${name} has no way of its own.`);
  const topic = `${world.kafka.prefix}workflow-events`;
  const chains = await world.startRuns('chain', 3);
  const trickle = new Trickle(world, 'quick');
  const inflicted = kafka.inflict({ ...toxic, api: 'Produce', topic, times: strikes } as KafkaToxic);
  await until(`${what} of ${name}`, () => inflicted.strikes >= strikes, STRIKE_MS);
  const runs = [...chains, ...(await trickle.end()), ...(await world.startRuns('chain', 2))];
  await world.log.untilEnded(runs);
  await kafka.heal();
  say(`${what}: ${inflicted.strikes} appends of ${name}, and ${runs.length} runs have ended`);
}
