import { equal, match } from 'node:assert/strict';
import { Trickle, endOf, outage, startBeside, workflowOf } from '@millrace/e2e';
import { FakeClock } from '../harness/fake-clock.js';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { wholeFrom } from '../harness/words.js';
import type { ChaosRow } from '../row.js';

const HOURS_S = 2 * 3600;
/** What a master takes, give or take, is 30 s. */
const STEP_S = 20;
const STEPS = 10;
const DUE = workflowOf('due', {
  later: { type: 'noop', delay: '6s' },
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
  seconds: 90,
  lacks: () => FakeClock.lacks(),
  defect:
    'a master with a wrong clock refuses each partition that it is given, and keeps it: it stands still',
  run: async (trial) => {
    const clock = new FakeClock();
    trial.onEnd(() => clock.remove());
    clock.set((trial.random() < 0.5 ? -1 : 1) * HOURS_S);
    const world = await openWorld(trial, { lightSlots: 1024 });
    await world.publish(DUE);
    const trickle = new Trickle(world, 'due');
    const wrong = startBeside(world, 'master', { master: { name: 'master-2' } }, clock.environment);
    const { code, err } = await endOf(wrong);
    const runs = await trickle.end();
    equal(code, 1, `It has not ended by itself: ${err}`);
    match(err, /clock/);
    await world.log.untilEnded(runs);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};
