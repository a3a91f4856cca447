import { ok } from 'node:assert/strict';
import type { FaultWorld } from '@millrace/e2e';
import { Trickle, outage, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { seconds, wholeFrom } from '../harness/words.js';
import type { ChaosRow } from '../row.js';

const STORM_MS = 30_000;
const BETWEEN_MS = 2000;
/** Longest time without a decision. */
const PROGRESS_MS = 10_000;

export const m4JoinLeave: ChaosRow = {
  kind: 'row',
  id: 'M4',
  fault: 'masters join and leave every 2 s, then all are exchanged one after the other',
  shows: 'something is decided every 10 s, and every run ends once',
  rules: ['I1', 'I2', 'I3', 'I14'],
  seconds: 60,
  run: async (trial) => {
    const world = await openWorld(trial, { masters: 3, workers: 1, sessionMs: 6000 });
    const { masters } = world.cluster;
    await world.publish(
      workflowOf('quick', { once: { type: 'noop', delay: '3s' }, then: { type: 'noop', needs: ['once'] } }),
    );
    const from = world.log.entries.length;
    const trickle = new Trickle(world, 'quick');
    let changes = 0;
    for (const end = performance.now() + STORM_MS; performance.now() < end; changes += 1) {
      // The first one stays: there is somebody at any time.
      const one = masters[wholeFrom(trial.random, 1, masters.length - 1)];
      const next = performance.now() + BETWEEN_MS;
      if (one?.runs) await one.stop();
      else await one?.start();
      await outage(Math.max(0, next - performance.now()));
    }
    for (const master of masters) {
      await master.stop();
      await master.start();
    }
    await world.log.untilEnded(await trickle.end());
    const longest = longestBreak(world, from);
    trial.say(
      `${changes} changes and ${masters.length} exchanges, longest time without a decision ${seconds(longest)}`,
    );
    ok(longest < PROGRESS_MS, `Nothing was decided for ${seconds(longest)}`);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

function longestBreak({ log }: FaultWorld, from: number): number {
  const times = log.entries
    .slice(from)
    .filter(({ verdict }) => verdict === 'record')
    .map(({ at }) => at);
  return times.reduce((longest, at, index) => Math.max(longest, at - (times[index - 1] ?? at)), 0);
}
