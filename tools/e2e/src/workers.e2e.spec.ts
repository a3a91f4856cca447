import { routes } from '@millrace/api-contract';
import { describeWithStack } from '@millrace/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServiceHandle } from './cluster/service-handle.js';
import { FaultWorld } from './faults/fault-world.js';
import { journalled, workflowOf } from './faults/fault-workflows.js';
import { placesOf, runsOn, untilLost } from './faults/placed-runs.js';
import type { SpreadRuns } from './faults/spread-runs.js';
import { spreadRuns } from './faults/spread-runs.js';
import { until } from './faults/until.js';
import { Gate } from './gate.js';
import { leftOf, processesWith } from './left-processes.js';

/** Lease, grace, and what a busy machine takes. */
const LOST_MS = 60_000;
const ONCE = { delivery: 'at-most-once' };
const KINDS = ['again', 'held', 'fatal'] as const;

describeWithStack('workers that die and sleep', ['kafka', 'database', 'redis'], (endpoints) => {
  let world: FaultWorld;
  let gate: Gate;
  /** Runs of each workflow, all on one worker or another. */
  let runs: SpreadRuns<(typeof KINDS)[number]>['runs'];
  let killed: ServiceHandle;
  let slept: ServiceHandle;
  const since = { killed: 0, slept: 0 };

  beforeAll(async () => {
    world = await FaultWorld.open(endpoints, { workers: 3, slots: 16 });
    gate = new Gate(world.cluster.folder);
    const wait = `while [ ! -e '${gate.path}' ]; do sleep 0.1; done`;
    const first = `if [ "$MILLRACE_ATTEMPT" = 1 ]; then ${wait}; fi`;
    await world.publish(
      workflowOf('again', { work: journalled(world.journal, first, { onWorkerLostGrace: '1s' }) }),
      workflowOf('held', { work: journalled(world.journal, wait, ONCE) }),
      workflowOf('fatal', { work: journalled(world.journal, wait, { ...ONCE, onWorkerLost: 'fail' }) }),
      workflowOf('quick', { once: journalled(world.journal, 'true') }),
    );
    const spread = await spreadRuns(world, KINDS, 2);
    runs = spread.runs;
    [killed, slept] = spread.workers as [ServiceHandle, ServiceHandle];
    await killed.kill();
    since.killed = performance.now();
    slept.pause();
    since.slept = performance.now();
  });
  afterAll(async () => {
    gate.open();
    await world.close();
  });

  it(
    'kill -9: what it had is tried again elsewhere, held, or failed as unknown, as its workflow says',
    async () => {
      await becomesOfRunsOf(killed, since.killed);
      for (const run of runsOn(world.log, killed.name, allRuns())) expect(await leftOf(run)).toEqual([]);
    },
    2 * LOST_MS,
  );

  it(
    'SIGSTOP beyond the lease: what it had is given to others just the same',
    async () => {
      await becomesOfRunsOf(slept, since.slept);
      const its = runsOn(world.log, slept.name, allRuns());
      const running = its.filter((run) => processesWith(run).length > 0);
      console.log(`${running.length} of ${its.length} scripts of ${slept.name} run on while it sleeps`);
    },
    2 * LOST_MS,
  );

  it(
    'SIGCONT: what it ran is ended, and it comes back as another incarnation',
    async () => {
      const old = lostIncarnation(slept.name);
      slept.continue();
      for (const run of runsOn(world.log, slept.name, allRuns())) expect(await leftOf(run)).toEqual([]);
      const { worker, incarnation } = await until('a dispatch to it', () => dispatchedAnew(old), LOST_MS);

      expect(worker).toBe(slept.name);
      expect(incarnation).not.toBe(old);
      expect(slept.runs).toBe(true);
    },
    2 * LOST_MS,
  );

  it(
    'every run ends, and the log and the scripts agree on what ran',
    async () => {
      gate.open();
      for (const run of runs.held) {
        const held = world.log.eventsOf('TaskHeld').some(({ entry }) => entry.run === run);
        if (held) await world.client.call(routes.stopRun, { params: { run }, body: {} }, { waitSeconds: 10 });
      }
      await world.log.untilEnded([...world.log.runs.keys()]);

      const { violations } = await world.check();
      const unavoidable = new Set(runsOn(world.log, slept.name, allRuns()));
      const overlaps = violations.filter(
        ({ invariant, run }) => invariant === 'I11' && run !== undefined && unavoidable.has(run),
      );
      console.log(`${overlaps.length} attempts ended by themselves after their next one had started`);
      expect(violations.filter((one) => !overlaps.includes(one))).toEqual([]);
      for (const run of runs.again) expect(world.log.runs.get(run)).toBe('succeeded');
    },
    2 * LOST_MS,
  );

  function allRuns(): readonly string[] {
    return [...runs.again, ...runs.held, ...runs.fatal];
  }

  function lostIncarnation(worker: string): string {
    const [first] = runsOn(world.log, worker, runs.held);
    return placesOf(world.log, first ?? '')[0]?.incarnation ?? '';
  }

  async function becomesOfRunsOf({ name }: ServiceHandle, from: number): Promise<void> {
    const lost = await untilLost(world.log, name, LOST_MS);
    console.log(`${name} is lost ${((lost.at - from) / 1000).toFixed(1)} s after it was last well`);
    const its = (some: readonly string[]): readonly string[] => runsOn(world.log, name, some);
    for (const run of its(runs.again)) await ranElsewhere(run, name);
    for (const run of its(runs.held)) await world.log.untilEvent(run, 'TaskHeld');
    for (const run of its(runs.fatal)) await failedAsUnknown(run);
    for (const run of its([...runs.held, ...runs.fatal])) expect(placesOf(world.log, run)).toHaveLength(1);
  }

  async function ranElsewhere(run: string, name: string): Promise<void> {
    await world.log.untilEnded([run]);
    const [, second, ...more] = placesOf(world.log, run);
    expect(second?.worker).not.toBe(name);
    expect(more).toEqual([]);
  }

  async function failedAsUnknown(run: string): Promise<void> {
    await world.log.untilEnded([run]);
    const failed = world.log.eventsOf('TaskFailed').find(({ entry }) => entry.run === run);
    expect(failed?.data).toMatchObject({ code: 'UNKNOWN' });
    expect(world.log.runs.get(run)).toBe('failed');
  }

  /** Starts runs until one is given to the worker that came back. */
  async function dispatchedAnew(old: string) {
    const started = await world.startRuns('quick', 3);
    await world.log.untilEnded(started);
    return started
      .flatMap((run) => placesOf(world.log, run))
      .find(({ worker, incarnation }) => worker === slept.name && incarnation !== old);
  }
});
