import { Chance } from './chance.js';
import { problemsAtRest } from './check/log-at-rest.js';
import type { Fault } from './faults/fault.js';
import { damages, faults } from './faults/index.js';
import { TimeStandsError } from './time/timeline.js';
import type { Timeline } from './time/timeline.js';
import { Cluster } from './world/cluster.js';
import { Spells } from './world/spells.js';
import { World } from './world/world.js';

const HOUR = 3_600_000;
/** After everything was mended, until all that waits for nothing but time has ended: retries, graces, time-outs. */
const REST_MS = 15 * 60_000;
/** Of a hundred worlds. */
const DAMAGED_PERCENT = 5;
/** So often in a row without the end of a run and without a new attempt, where runs are left. */
const IDLE_RESTS = 24;
/** So often at most: a world may be given far more work than its workers can do in its time. */
const MOST_RESTS = 400;

export interface Simulated {
  readonly seed: number;
  /** Simulated hours, faults and rest together. */
  readonly hours: number;
  /** Equal for equal seeds and equal code. */
  readonly trace: string;
  readonly happened: number;
  /** Limits of the product that were set lower. */
  readonly tuned: readonly string[];
  readonly commands: number;
  readonly scripts: number;
  /** How often each fault has struck. */
  readonly struck: Readonly<Record<string, number>>;
  /** What is wrong, in sentences. */
  readonly problems: readonly string[];
}

export interface SimulationInit {
  readonly seed: number;
  /** Simulated hours in which things go wrong. */
  readonly hours: number;
  /** Names of what was changed in the product before it was loaded. */
  readonly tuned: readonly string[];
  /** Told what happens. */
  readonly onTold?: (line: string) => void;
}

/** One simulation: things go wrong for some hours, then all is mended, and everything must come to rest. Once a process. */
export async function simulate({ seed, hours, tuned, onTold }: SimulationInit): Promise<Simulated> {
  const world = new World(new Chance(seed));
  if (onTold) world.onTold = onTold;
  await world.open();
  const cluster = await Cluster.of(world);
  const struck = new Map<string, number>();
  const problems = await pass(cluster, hours * HOUR, struck).catch((error: unknown) => {
    if (error instanceof TimeStandsError) return [error.message];
    throw error;
  });
  world.close();
  return {
    seed,
    hours: world.timeline.now / HOUR,
    trace: world.broker.traceHash(),
    happened: world.timeline.happened,
    tuned,
    commands: cluster.people.sent.size,
    scripts: world.scripts.journal.length,
    struck: Object.fromEntries(struck),
    problems,
  };
}

/** What is wrong at the end, in sentences. `safety`: milliseconds in which things go wrong. */
async function pass(
  cluster: Cluster,
  safety: number,
  struck: Map<string, number>,
): Promise<readonly string[]> {
  const { world, people } = cluster;
  people.publish(world.chance.whole(1, 5));
  cluster.start();
  await world.timeline.passUntil(10_000);
  const spells = Spells.until(safety, world.chance.branch());
  live(cluster, spells, world.chance.branch());
  afflict(cluster, spells, world.chance.branch(), struck);
  damage(cluster, safety, world.chance.branch(), struck);
  await world.timeline.passUntil(safety);
  cluster.heal();
  await world.timeline.passUntil(safety + 60_000);
  people.resumeAll();
  return await rest(cluster);
}

/**
 * Lets time pass until every run has ended, or there was enough of it. Many runs may wait for few workers: all of
 * them may have to be tried once more before the first one ends.
 */
async function rest(cluster: Cluster): Promise<readonly string[]> {
  const { timeline } = cluster.world;
  let fewestOpen = Infinity;
  let mostAttempts = 0;
  let idle = 0;
  for (let times = 1; ; times += 1) {
    await timeline.passUntil(timeline.now + REST_MS);
    const { problems, openRuns, attempts } = await problemsAtRest(cluster);
    idle = openRuns < fewestOpen || attempts > mostAttempts ? 0 : idle + 1;
    fewestOpen = Math.min(fewestOpen, openRuns);
    mostAttempts = Math.max(mostAttempts, attempts);
    if (openRuns === 0 || idle >= IDLE_RESTS || times >= MOST_RESTS) return problems;
  }
}

/** People do something now and then, sometimes much at once. */
function live({ world, people }: Cluster, spells: Spells, chance: Chance): void {
  const meanMs = chance.pick([5_000, 30_000, 120_000]);
  const act = (): void => {
    const often = chance.percent(5) ? chance.whole(2, 20) : 1;
    for (let times = 0; times < often; times += 1) people.act();
  };
  recur(world.timeline, spells, act, () => chance.around(meanMs));
}

/** Some kinds of faults, drawn by the seed, strike again and again. */
function afflict(cluster: Cluster, spells: Spells, chance: Chance, struck: Map<string, number>): void {
  const { world } = cluster;
  const possible = faults.filter(({ needs }) => needs === undefined || cluster[needs]);
  const drawn: readonly Fault[] = possible.filter(() => chance.percent(40));
  if (drawn.length === 0) return;
  const meanMs = chance.pick([15_000, 60_000, 300_000]);
  const strike = (): void => {
    const fault = chance.pick(drawn);
    world.told(world.timeline.world, `fault ${fault.name}`);
    struck.set(fault.name, (struck.get(fault.name) ?? 0) + 1);
    fault.strike(cluster, chance);
  };
  recur(world.timeline, spells, strike, () => chance.around(meanMs));
}

/** Has something happen again and again, with a pause before each, until there is no spell left. */
function recur(timeline: Timeline, spells: Spells, happen: () => void, pause: () => number): void {
  const at = spells.next(timeline.now + pause());
  if (at === undefined) return;
  const once = (): void => {
    happen();
    recur(timeline, spells, happen, pause);
  };
  timeline.plan(at - timeline.now, once, timeline.world);
}

/** In few worlds the log itself is damaged, once. */
function damage(cluster: Cluster, until: number, chance: Chance, struck: Map<string, number>): void {
  const { world } = cluster;
  if (!chance.percent(DAMAGED_PERCENT)) return;
  const drawn = chance.pick(damages);
  const happen = (): void => {
    world.told(world.timeline.world, `damage ${drawn.name}`);
    struck.set(drawn.name, 1);
    drawn.strike(cluster, chance);
  };
  world.timeline.plan(chance.fraction() * until, happen, world.timeline.world);
}
