import { describeWithStack } from '@millrace/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FaultWorld } from './faults/fault-world.js';
import { chainOf, lasting, workflowOf } from './faults/fault-workflows.js';
import { LONG, SEED } from './faults/length.js';
import type { Entry } from './faults/log-watch.js';
import { oldDispatches } from './faults/old-dispatches.js';
import type { Epochs } from './faults/take-over.js';
import { decidedAfter, epochsOf, untilDecidedElsewhere } from './faults/take-over.js';
import { Trickle } from './faults/trickle.js';
import { until } from './faults/until.js';
import { randomOf } from './kill-loop.js';

const ACTIVE = LONG ? 10_000 : 500;
const KILLS = LONG ? 5 : 1;
/** Of each of the active runs: longer than their start, and the loss of their owner, take. */
const ACTIVE_FOR_S = LONG ? 90 : 14;
const SESSION_MS = LONG ? 10_000 : 6_000;
const KILL_MS = 60_000 + KILLS * (ACTIVE_FOR_S * 1000 + (LONG ? 240_000 : 60_000));
const TAKE_OVER_MS = 60_000;

describeWithStack('masters that die and sleep', ['kafka', 'database', 'redis'], (endpoints) => {
  const random = randomOf(SEED);
  let world: FaultWorld;

  beforeAll(async () => {
    world = await FaultWorld.open(endpoints, {
      masters: 3,
      workers: 2,
      sessionMs: SESSION_MS,
      lightSlots: 8192,
    });
    await world.publish(
      lasting('held', `${ACTIVE_FOR_S}s`),
      workflowOf('quick', { once: { type: 'noop' } }),
      chainOf('chain', world.journal, 'sleep 0.5'),
      workflowOf('due', { later: { type: 'noop', delay: `${SESSION_MS + 2000}ms` } }),
    );
  });
  afterAll(() => world.close());

  it(
    `kill -9 of an owner with ${ACTIVE} active runs, ${KILLS} times (seed ${SEED}): another goes on, and every run ends once`,
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) await killOnce();
      const { violations } = await world.check({ exactlyOnce: true });
      expect(violations).toEqual([]);
    },
    KILL_MS,
  );

  async function killOnce(): Promise<void> {
    const held = await world.startRuns('held', ACTIVE);
    const trickle = new Trickle(world, 'quick');
    const victim = world.biggestOwner();
    const epochs = epochsOf(world.log, victim.name);
    await until('the moment that the seed gives', () => random() < 0.1, TAKE_OVER_MS);
    const from = world.log.entries.length;
    await victim.kill();
    const killed = performance.now();
    const first = await world.log.untilEntry('a decision of another owner', decidedAfter(epochs), {
      withinMs: TAKE_OVER_MS,
      from,
    });
    const active = held.filter((run) => world.log.runs.get(run) === 'running').length;
    console.log(
      `kill -9 of ${victim.name} with ${active} active runs: first new decision after ${seconds(first.at - killed)}`,
    );
    await untilDecidedElsewhere(world.log, epochs, { from, withinMs: TAKE_OVER_MS });
    const trickled = await trickle.end();
    await victim.start();
    await world.log.untilEnded([...held, ...trickled], KILL_MS / KILLS);
    for (const run of [...held, ...trickled]) expect(world.log.runs.get(run)).toBe('succeeded');
  }

  it(
    `SIGSTOP of an owner beyond its session, then SIGCONT (seed ${SEED}): what it still writes is void, nothing runs twice, and it is one of the masters again`,
    async () => {
      const victim = world.biggestOwner();
      const before = await world.startRuns('chain', 12);
      const due = await world.startRuns('due', 24);
      const epochs = epochsOf(world.log, victim.name);
      const from = world.log.entries.length;
      victim.pause();
      const commands = world.startRuns('chain', 24);
      const claims = await Promise.all(
        [...epochs.keys()].map((partition) => claimed(partition, epochs, from)),
      );
      await untilDecidedElsewhere(world.log, epochs, { from, withinMs: TAKE_OVER_MS });
      const meanwhile = await commands;
      // Due in the memory of the one that sleeps as well as in that of the new owner.
      await world.log.untilEnded(due);

      const woken = world.log.entries.length;
      victim.continue();
      const [first] = await until(
        'a record of the one that woke',
        () => zombies(epochs, woken),
        TAKE_OVER_MS,
      );
      await world.log.untilEntry(
        `${victim.name} to be an owner again`,
        ({ verdict, owner }) => verdict === 'claim' && owner === victim.name,
        { withinMs: TAKE_OVER_MS, from: woken },
      );
      const runs = [...before, ...due, ...meanwhile, ...(await world.startRuns('chain', 4))];
      await world.log.untilEnded(runs);

      const written = zombies(epochs, woken) ?? [];
      console.log(
        `${victim.name} woke: ${written.length} records of its old time, ${await oldDispatches(world, claims)} dispatches`,
      );
      expect(first?.kind).toBe('record');
      expect(new Set(written.map(({ verdict }) => verdict))).toEqual(new Set(['void']));
      for (const run of runs) expect(world.log.runs.get(run)).toBe('succeeded');
      expect(world.gone()).toEqual([]);
      const { violations } = await world.check({ exactlyOnce: true });
      expect(violations).toEqual([]);
    },
    4 * TAKE_OVER_MS,
  );

  function claimed(partition: number, epochs: Epochs, from: number): Promise<Entry> {
    const is = ({ verdict, epoch, partition: at }: Entry): boolean =>
      verdict === 'claim' && at === partition && epoch > (epochs.get(at) ?? 0);
    return world.log.untilEntry(`another owner of partition ${partition}`, is, {
      withinMs: TAKE_OVER_MS,
      from,
    });
  }

  /** Decisions of the time that these epochs name, among what the log got from `from` on. */
  function zombies(epochs: Epochs, from: number): readonly Entry[] | undefined {
    const found = world.log.entries
      .slice(from)
      .filter(({ kind, epoch, partition }) => kind === 'record' && epoch === epochs.get(partition));
    return found.length > 0 ? found : undefined;
  }
});

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
