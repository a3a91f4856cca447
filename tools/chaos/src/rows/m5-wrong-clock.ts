import { equal, match } from 'node:assert/strict';
import { endOf, outage, startBeside, workflowOf } from '@millrace/e2e';
import { FakeClock } from '../harness/fake-clock.js';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { wholeFrom } from '../harness/words.js';
import type { ChaosRow } from '../row.js';

const HOURS_S = 2 * 3600;
/** What a master takes, give or take, is 30 s. */
const STEP_S = 20;
const STEPS = 10;

export const m5WrongClock: ChaosRow = {
  kind: 'row',
  id: 'M5',
  fault:
    'starts a master whose clock is two hours fast or slow; sets the clock of another one forwards and backwards while timers run',
  shows: 'the first is refused with what to do, every timer fires once, and every run ends',
  rules: ['I1', 'I7', 'I18'],
  seconds: 45,
  lacks: () => FakeClock.lacks(),
  run: async (trial) => {
    const [wrong, stepping] = [new FakeClock(), new FakeClock()];
    trial.onEnd(() => wrong.remove());
    trial.onEnd(() => stepping.remove());
    const world = await openWorld(trial, {
      masters: 1,
      environments: { 'master-1': stepping.environment },
      lightSlots: 1024,
    });
    await world.publish(
      workflowOf('due', { later: { type: 'noop', delay: '6s' }, then: { type: 'noop', needs: ['later'] } }),
    );
    const runs: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      runs.push(...(await world.startRuns('due', 20)));
      const seconds = wholeFrom(trial.random, -STEP_S, STEP_S);
      stepping.set(seconds);
      await outage(trial.random() * 1000);
    }
    await world.log.untilEnded(runs, 120_000);
    trial.say(`${STEPS} steps of the clock, and ${runs.length} timers have fired`);
    stepping.set(0);

    const sign = trial.random() < 0.5 ? -1 : 1;
    wrong.set(sign * HOURS_S);
    const { code, err } = await endOf(
      startBeside(world, 'master', { master: { name: 'master-2' } }, wrong.environment),
    );
    equal(code, 1, `Exit code of a master whose clock is wrong: ${err}`);
    match(err, /clock/);
    trial.say(`a master ${sign * 2} h off is refused`);
    await world.log.untilEnded(await world.startRuns('due', 5));
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};
