import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { routes } from '@millrace/api-contract';
import type { FaultWorld, ServiceHandle } from '@millrace/e2e';
import {
  Gate,
  journalled,
  outage,
  placesOf,
  processesWith,
  runsOn,
  spreadRuns,
  until,
  untilLost,
  workflowOf,
} from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { OwnWays } from '../harness/own-ways.js';
import { promisesKept } from '../harness/promises.js';
import type { ChaosRow, Trial } from '../row.js';

const NAMES = ['worker-1', 'worker-2', 'worker-3'] as const;
/** Lease and grace are 20 s, and a busy machine takes its time. */
const LOST_MS = 60_000;
const BACK_MS = 60_000;
const KINDS = ['again', 'once'] as const;

interface Scene {
  readonly trial: Trial;
  readonly world: FaultWorld;
  readonly ways: ReadonlyMap<string, OwnWays>;
  readonly gate: Gate;
  readonly runs: Readonly<Record<(typeof KINDS)[number], readonly string[]>>;
  /** Those that have some of each. */
  readonly workers: readonly ServiceHandle[];
}

interface Cut {
  readonly worker: ServiceHandle;
  readonly ways: OwnWays;
  readonly again: readonly string[];
  readonly once: readonly string[];
  /** Incarnation that was cut off. */
  readonly incarnation: string;
}

/**
 * A worker that lives and cannot say so: one is cut off both ways and all that it said comes late, of another one the
 * requests pass and the answers are lost.
 */
export const w3CutWorker: ChaosRow = {
  kind: 'row',
  id: 'W3',
  fault:
    'cuts a worker off from Kafka and Redis for longer than its lease; from another one keeps all answers',
  shows:
    'each ends its scripts before a master gives them to others, what may run twice runs elsewhere, what may not is held, and each comes back as another incarnation',
  rules: ['I2', 'I3', 'I10', 'I11', 'I14'],
  seconds: 60,
  run: async (trial) => {
    const scene = await setScene(trial);
    const { world, runs } = scene;
    const [mute, deaf] = victims(scene);
    const cuts = [cutOf(scene, mute), cutOf(scene, deaf)] as const;
    await outage(trial.random() * 3000);
    const from = performance.now();
    await Promise.all([cuts[0].ways.hold(), cuts[1].ways.lose('answers')]);
    trial.say(`${mute} is cut off, ${deaf} hears no answers`);

    await Promise.all(cuts.map((cut) => fenced(scene, cut, from)));
    const lost = await untilLost(world.log, mute, LOST_MS);
    trial.say(`${mute} is declared lost ${seconds(lost.at - from)} after the cut`);
    deepEqual(cuts[0].again.concat(cuts[0].once).flatMap(processesWith), [], 'Scripts of a lost worker');
    for (const cut of cuts) await ranElsewhere(scene, cut);

    await Promise.all(cuts.map(({ ways }) => ways.heal()));
    for (const cut of cuts) await backAnew(scene, cut);
    await stopHeld(world, runs.once);
    // What the third worker has goes on all the time, and may end now.
    scene.gate.open();
    for (const run of runs.again) equal(await endOf(world, run), 'succeeded', `End of ${run}`);
    for (const run of runs.once) equal(placesOf(world.log, run).length, 1, `${run} was given out again`);
    await promisesKept(world, trial);
  },
};

async function setScene(trial: Trial): Promise<Scene> {
  const ways = new Map<string, OwnWays>();
  for (const name of NAMES) ways.set(name, await OwnWays.open(trial));
  const environments = Object.fromEntries([...ways].map(([name, { environment }]) => [name, environment]));
  const world = await openWorld(trial, { workers: NAMES.length, slots: 16, environments });
  const gate = new Gate(world.cluster.folder);
  trial.onEnd(() => gate.open());
  const wait = `while [ ! -e '${gate.path}' ]; do sleep 0.1; done`;
  const first = `if [ "$MILLRACE_ATTEMPT" = 1 ]; then ${wait}; fi`;
  await world.publish(
    workflowOf('again', { work: journalled(world.journal, first, { onWorkerLostGrace: '1s' }) }),
    workflowOf('once', { work: journalled(world.journal, wait, { delivery: 'at-most-once' }) }),
    workflowOf('quick', { once: journalled(world.journal, 'true') }),
  );
  const { runs, workers } = await spreadRuns(world, KINDS, 2);
  return { trial, world, ways, gate, runs, workers };
}

function cutOf({ world, ways, runs }: Scene, name: string): Cut {
  const own = ways.get(name);
  if (!own) throw new Error(`${name} has no ways of its own.`);
  const [again, once] = [runsOn(world.log, name, runs.again), runsOn(world.log, name, runs.once)];
  const incarnation = placesOf(world.log, again[0] ?? '')[0]?.incarnation ?? '';
  return { worker: world.handle(name), ways: own, again, once, incarnation };
}

/** Nothing runs any more of what it had, and it lives. */
async function fenced({ trial }: Scene, { worker, again, once }: Cut, from: number): Promise<void> {
  const its = [...again, ...once];
  await until(
    `the end of the scripts of ${worker.name}`,
    () => its.every((run) => processesWith(run).length === 0),
    LOST_MS,
  );
  ok(worker.runs, `${worker.name} has ended`);
  trial.say(`${worker.name} has ended its ${its.length} scripts after ${seconds(performance.now() - from)}`);
}

async function ranElsewhere({ world }: Scene, { worker, again, once }: Cut): Promise<void> {
  for (const run of again) {
    equal(await endOf(world, run), 'succeeded', `End of ${run}`);
    const [, second, ...more] = placesOf(world.log, run);
    notEqual(second?.worker, worker.name, `${run} was given to the worker that is cut off`);
    equal(more.length, 0, `${run} was given out more than twice`);
  }
  for (const run of once) await world.log.untilEvent(run, 'TaskHeld', LOST_MS);
}

async function backAnew({ world, trial }: Scene, { worker, incarnation }: Cut): Promise<void> {
  const from = performance.now();
  const place = await until(
    `a dispatch to ${worker.name} as it is now`,
    async () => {
      const started = await world.startRuns('quick', 3);
      await world.log.untilEnded(started);
      const places = started.flatMap((run) => placesOf(world.log, run));
      return places.find((one) => one.worker === worker.name && one.incarnation !== incarnation);
    },
    BACK_MS,
  );
  trial.say(
    `${worker.name} works again ${seconds(performance.now() - from)} after it was healed, as ${place.incarnation}`,
  );
}

async function stopHeld({ log, client }: FaultWorld, runs: readonly string[]): Promise<void> {
  for (const run of runs) {
    const held = log.eventsOf('TaskHeld').some(({ entry }) => entry.run === run);
    if (held) await client.call(routes.stopRun, { params: { run }, body: {} }, { waitSeconds: 10 });
  }
}

async function endOf({ log }: FaultWorld, run: string): Promise<string | undefined> {
  await log.untilEnded([run], LOST_MS);
  return log.runs.get(run);
}

function victims({ workers, trial }: Scene): readonly [mute: string, deaf: string] {
  const names = workers.map(({ name }) => ({ name, at: trial.random() })).toSorted((a, b) => a.at - b.at);
  return [names[0]?.name ?? '', names[1]?.name ?? ''];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
