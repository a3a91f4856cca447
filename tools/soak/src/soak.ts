import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { randomOf, untilProjected } from '@millrace/e2e';
import type { Checked } from './judge/soak-result.js';
import { checkCluster } from './check-cluster.js';
import { FaultRunner } from './faults/fault-runner.js';
import type { Counts } from './judge/leftovers.js';
import { leastOf, leftovers } from './judge/leftovers.js';
import { Load, wrongEnds } from './load/load.js';
import type { MixEntry } from './load/mix.js';
import { mixOf } from './load/mix.js';
import { Sender } from './load/sender.js';
import type { Arguments } from './read-arguments.js';
import type { LogFigures } from './samples/log-figures.js';
import type { Sample } from './samples/sample.js';
import { Sampler } from './samples/sampler.js';
import type { GroupMembers } from './samples/group-members.js';
import type { SoakWorld } from './soak-world.js';
import { Watchman } from './watchman.js';

const WARM_UP_MS = 30_000;
/** Connections that are kept for the next request are closed by then. */
const SETTLE_MS = 12_000;
const BASELINE_SAMPLES = 6;
const BETWEEN_COUNTS_MS = 3000;
/** Longer than entries of Redis and idle connections live. */
const REST_MS = 150_000;

export interface SoakParts {
  readonly soak: SoakWorld;
  readonly figures: LogFigures;
  readonly members: GroupMembers;
  /** Of the report. */
  readonly folder: string;
  readonly say: (text: string) => void;
}

/** What the load has left. */
export interface Loaded {
  readonly faults: FaultRunner['struck'];
  readonly runs: ReadonlyMap<string, MixEntry>;
  readonly problems: readonly string[];
}

export interface Rested {
  readonly after: Counts;
  /** Seconds from the end of the load. */
  readonly seconds: number;
  readonly problems: readonly string[];
}

/** The stages of a soak, each of which begins where the one before has ended. */
export class Soak {
  readonly sender: Sender;
  private readonly sampler: Sampler;
  private readonly mix: readonly MixEntry[];
  private load: Load | undefined;

  constructor(
    private readonly parts: SoakParts,
    private readonly args: Arguments,
  ) {
    const { soak, figures, members, folder } = parts;
    const { world, temporary } = soak;
    this.sender = new Sender(() => world.client);
    this.mix = mixOf(world.journal);
    this.sampler = new Sampler({
      world,
      figures,
      members,
      folders: [temporary, ...world.cluster.workers.map(({ name }) => join(world.cluster.folder, name))],
      file: join(folder, 'samples.jsonl'),
      waiting: () => this.load?.waiting ?? 0,
    });
  }

  get samples(): readonly Sample[] {
    return this.sampler.samples;
  }

  /**
   * Lets all that is made once be made, and counts what there is at rest. Where faults follow, each process is one that
   * was killed and started again, as it may be at the end.
   */
  async warmUp(): Promise<Counts> {
    const { soak, say } = this.parts;
    await soak.world.publish(...this.mix.map(({ text }) => text));
    const load = this.begin('warm');
    if (this.args.faults) await this.startAllAgain();
    await pass(WARM_UP_MS);
    await load.end();
    await this.quiet(load);
    await pass(SETTLE_MS);
    const counted: Sample[] = [];
    for (let count = 0; count < BASELINE_SAMPLES; count += 1) {
      counted.push(await this.sampler.one());
      await pass(BETWEEN_COUNTS_MS);
    }
    say(`warm: ${load.runs.size} runs, then ${BASELINE_SAMPLES} counts at rest`);
    return leastOf(counted);
  }

  /** The load, and the faults. */
  async work(): Promise<Loaded> {
    const { soak, figures } = this.parts;
    const { minutes, sampleEvery } = this.args;
    this.sampler.zero = performance.now();
    this.sampler.phase = 'load';
    figures.weather = 'calm';
    this.sampler.begin(sampleEvery * 1000);
    const load = this.begin('load');
    const runner = this.args.faults ? this.harm() : undefined;
    const watchman = new Watchman(soak.world, () => runner?.striking ?? false);
    await pass(minutes * 60_000);
    await runner?.end();
    await this.sampler.end();
    await load.end();
    await watchman.end();
    figures.weather = undefined;
    const problems = [...load.problems, ...(runner?.problems ?? []), ...watchman.problems];
    return { faults: runner?.struck ?? [], runs: load.runs, problems };
  }

  /** Waits until nothing is left, or for as long as that may take. */
  async rest(before: Counts, { runs }: Loaded): Promise<Rested> {
    const { soak, say } = this.parts;
    const since = performance.now();
    this.sampler.phase = 'rest';
    const problems: string[] = [];
    try {
      if (this.load) await this.quiet(this.load);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
    const seconds = (performance.now() - since) / 1000;
    say(`at rest ${seconds.toFixed(1)} s after the load`);
    const counted = [await this.sampler.one()];
    let after = leastOf(counted);
    while (leftovers(before, after).length > 0 && performance.now() < since + REST_MS) {
      await pass(BETWEEN_COUNTS_MS);
      counted.push(await this.sampler.one());
      after = leastOf(counted);
    }
    const left = leftovers(before, after).map((text) => `Above the count before the load: ${text}`);
    return { after, seconds, problems: [...problems, ...left, ...wrongEnds(runs, soak.world.log.runs)] };
  }

  check(): Promise<Checked> {
    const { soak, folder } = this.parts;
    const { world } = soak;
    return checkCluster({
      config: world.cluster.config,
      journal: world.journal,
      answers: join(folder, 'answers.jsonl'),
      file: join(folder, 'checker.json'),
    });
  }

  private begin(name: string): Load {
    const { seed, rate } = this.args;
    const { figures, folder } = this.parts;
    this.load = new Load(this.sender, {
      mix: this.mix,
      runsPerSecond: rate,
      random: randomOf(seed),
      name: `${name}-${seed}`,
      answers: join(folder, 'answers.jsonl'),
      accepted: (ms) => figures.time('accepted', ms),
    });
    return this.load;
  }

  private async startAllAgain(): Promise<void> {
    for (const service of this.parts.soak.world.services) {
      await service.kill();
      await service.start();
    }
  }

  private harm(): FaultRunner {
    const { soak, figures, say } = this.parts;
    const { seed, faultEvery, minutes } = this.args;
    return new FaultRunner(soak, {
      // Not the numbers that draw the load.
      random: randomOf(seed + 1),
      every: faultEvery,
      until: minutes * 60,
      say,
      turns: (weather) => (figures.weather = weather),
    });
  }

  private async quiet({ runs }: Load): Promise<void> {
    const { log, client } = this.parts.soak.world;
    await log.untilEnded([...runs.keys()], REST_MS);
    await untilProjected(client);
  }
}
