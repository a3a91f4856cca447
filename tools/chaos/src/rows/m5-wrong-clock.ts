import { equal, match, ok } from 'node:assert/strict';
import type { FaultWorld } from '@millrace/e2e';
import { Trickle, endOf, outage, startBeside, workflowOf } from '@millrace/e2e';
import { FakeClock } from '../harness/fake-clock.js';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { shuffled, wholeFrom } from '../harness/words.js';
import type { ChaosRow, Trial } from '../row.js';

const HOURS_S = 2 * 3600;
/** What a master takes, give or take, is 30 s. */
const STEP_S = 20;
const STEPS = 10;
const DELAY_MS = 6000;
/** Timers are looked at some times a second. */
const EARLY_MS = 500;
const DUE = workflowOf('due', {
  later: { type: 'noop', delay: `${DELAY_MS}ms` },
  then: { type: 'noop', needs: ['later'] },
});

export const m5SteppingClock: ChaosRow = {
  kind: 'row',
  id: 'M5',
  fault: 'sets the clock of a master forwards and backwards, by seconds, while timers run',
  shows: 'every timer fires once, and every run ends',
  rules: ['I1', 'I7', 'I18'],
  seconds: 30,
  lacks: () => FakeClock.lacks(),
  run: async (trial) => {
    const clock = new FakeClock();
    trial.onEnd(() => clock.remove());
    const world = await openWorld(trial, {
      environments: { 'master-1': clock.environment },
      lightSlots: 1024,
    });
    await world.publish(DUE);
    const runs: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      runs.push(...(await world.startRuns('due', 20)));
      clock.set(wholeFrom(trial.random, -STEP_S, STEP_S));
      await outage(trial.random() * 1000);
    }
    await world.log.untilEnded(runs, 120_000);
    trial.say(`${STEPS} steps of the clock, and ${runs.length} timers have fired`);
    clock.set(0);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

export const m5WrongClock: ChaosRow = {
  kind: 'row',
  id: 'M5-off',
  fault: 'starts a master whose clock is two hours fast or slow beside one that is right',
  shows: 'it ends with what to do, and the partitions that it was given go on elsewhere',
  rules: ['I14'],
  seconds: 60,
  lacks: () => FakeClock.lacks(),
  run: async (trial) => {
    const world = await openWorld(trial, { lightSlots: 1024 });
    await world.publish(DUE);
    for (const sign of shuffled([-1, 1], trial.random)) await startWrong(trial, world, sign * HOURS_S);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

async function startWrong(trial: Trial, world: FaultWorld, seconds: number): Promise<void> {
  const clock = new FakeClock();
  trial.onEnd(() => clock.remove());
  clock.set(seconds);
  const trickle = new Trickle(world, 'due');
  const wrong = startBeside(world, 'master', { master: { name: 'master-2' } }, clock.environment);
  const { code, err } = await endOf(wrong);
  const runs = await trickle.end();
  equal(code, 1, `It has not ended by itself: ${err}`);
  match(err, /clock/);
  await world.log.untilEnded(runs);
  const least = Math.min(...runs.map((run) => waitedMs(world, run)));
  trial.say(
    `a master ${seconds} s off is refused; of ${runs.length} delays of ${DELAY_MS} ms the shortest was ${least} ms`,
  );
  ok(least > DELAY_MS - EARLY_MS, `A delay of ${DELAY_MS} ms lasted ${least} ms`);
}

/** From the start of the run to its first dispatch, by the clock of the log. */
function waitedMs({ log }: FaultWorld, run: string): number {
  const timeOf = (type: string): number =>
    log.eventsOf(type).find(({ entry }) => entry.run === run)?.entry.time ?? NaN;
  return timeOf('TaskDispatched') - timeOf('RunStarted');
}
