import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pass } from 'node:timers/promises';
import type { CheckResult } from '@millrace/checker';
import { Journal, checkLog } from '@millrace/checker';
import type { MillraceClient, Run } from '@millrace/api-contract';
import { ApiError, routes } from '@millrace/api-contract';
import { apply, getRun, hasEnded, taskRuns } from './client-steps.js';
import type { MixEntry } from './mix.js';
import { mixOf } from './mix.js';
import type { RunningSystem } from './running-system.js';
import type { StandaloneProcess } from './standalone-process.js';

export interface KillLoopResult {
  readonly kills: number;
  readonly runs: number;
  readonly held: number;
  /** Runs that did not end as their workflow must, in words. */
  readonly wrong: readonly string[];
  readonly check: CheckResult;
}

/** How a system is killed, and how long it lives before. */
export interface KillManner {
  /** Kills some of its processes, or all, and starts them again; `kill`: how often that was done before. */
  readonly kill: (kill: number) => Promise<void>;
  /** Longest life between two kills, milliseconds. */
  readonly lifeMs: number;
}

interface StartedRun {
  readonly entry: MixEntry;
  readonly key: string;
  id: string | undefined;
}

/** So often the process lives until the slow runs have ended: a task that is lost 50 times fails, as it must. */
const BREATHER = 8;

/** Small deterministic random numbers in [0, 1): the same seed gives the same moments. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The whole system is killed, and started again. */
export function killAll(system: RunningSystem): KillManner {
  const kill = async (): Promise<void> => {
    await system.kill();
    await system.start();
  };
  return { kill, lifeMs: 700 };
}

/** Starts runs of the mix, kills processes at random moments, starts them again, and looks at what became of it all. */
export class KillLoop {
  private readonly random: () => number;
  private readonly started: StartedRun[] = [];
  private readonly mix: readonly MixEntry[];
  private readonly journal: string;

  constructor(
    private readonly system: RunningSystem,
    seed: number,
    private readonly manner: KillManner = killAll(system),
  ) {
    this.random = randomOf(seed);
    this.journal = join(system.folder, 'journal-of-scripts.jsonl');
    this.mix = mixOf(this.journal);
  }

  async run(kills: number): Promise<KillLoopResult> {
    const client = await this.system.start();
    for (const { text } of this.mix) await apply(client, text);
    for (let kill = 0; kill < kills; kill += 1) await this.killOnce(kill);
    return this.finish(kills);
  }

  /** The process dies at a point of its own; the one after it does not. */
  async runThroughFailpoint(process: StandaloneProcess): Promise<KillLoopResult> {
    const ready = process.start().then(
      (client) => this.startAll(client),
      () => undefined,
    );
    await Promise.race([ready.catch(() => undefined), process.ended()]);
    await process.stop();
    await process.kill();
    process.clearEnvironment();
    const client = await process.start();
    for (const { text } of this.mix) await apply(client, text);
    return this.finish(1);
  }

  private async startAll(client: MillraceClient): Promise<void> {
    for (const { text } of this.mix) await apply(client, text);
    for (const entry of this.mix) this.started.push({ entry, key: entry.name, id: undefined });
    await this.startMissing(client);
    for (const { id } of this.started) await this.untilOver(client, id ?? '');
  }

  /** Ends all runs after the last kill, stops those that wait for a person, and checks. */
  async finish(kills: number): Promise<KillLoopResult> {
    const client = this.system.client ?? (await this.system.start());
    await this.startMissing(client);
    let held = 0;
    const wrong: string[] = [];
    for (const { entry, id } of this.started) {
      const { run, stopped } = await this.untilOver(client, id ?? '');
      if (stopped) held += 1;
      const expected = stopped ? 'stopped' : entry.ends;
      if (run.state !== expected)
        wrong.push(
          `run ${run.id} of ${entry.name} is ${run.state}, expected ${expected}: ${await errorsOf(client, run.id)}`,
        );
    }
    await this.system.stop();
    return { kills, runs: this.started.length, held, wrong, check: await this.check() };
  }

  private async killOnce(kill: number): Promise<void> {
    const client = this.system.client ?? (await this.system.start());
    for (let more = 0; more < 3; more += 1) {
      const entry = this.mix[Math.floor(this.random() * this.mix.length)];
      if (entry) this.started.push({ entry, key: `${kill}-${more}`, id: undefined });
    }
    const starting = this.startMissing(client).catch((error: unknown) => {
      if (error instanceof ApiError) throw error;
    });
    if (kill % BREATHER === BREATHER - 1) await this.untilSlowAreOver(client, starting);
    else await pass(20 + this.random() * this.manner.lifeMs);
    await this.manner.kill(kill);
    await starting;
  }

  private async untilSlowAreOver(client: MillraceClient, starting: Promise<void>): Promise<void> {
    await starting;
    for (const { entry, id } of this.started) if (entry.slow && id) await this.untilOver(client, id);
  }

  /** Starts carry a key: what was cut off is sent again and gives the same run. */
  private async startMissing(client: MillraceClient): Promise<void> {
    for (const one of this.started) {
      if (one.id !== undefined) continue;
      const params = { project: 'default', workflow: one.entry.name };
      const answer = await client.call(
        routes.startRun,
        { params, body: {} },
        { idempotencyKey: one.key, waitSeconds: 10 },
      );
      one.id = answer.run;
    }
  }

  private async untilOver(
    client: MillraceClient,
    id: string,
  ): Promise<{ readonly run: Run; readonly stopped: boolean }> {
    let stopped = false;
    for (;;) {
      const run = await getRun(client, id);
      if (hasEnded(run)) return { run, stopped };
      if (!stopped && (await onlyHeld(client, id))) {
        stopped = true;
        await client.call(routes.stopRun, { params: { run: id }, body: {} }, { waitSeconds: 10 });
      }
      await pass(50);
    }
  }

  private async check(): Promise<CheckResult> {
    const journal = new Journal();
    if (existsSync(this.journal)) {
      for await (const line of createInterface({ input: createReadStream(this.journal) })) journal.add(line);
    }
    const source = await this.system.openLog();
    try {
      return await checkLog(source, { journal });
    } finally {
      await source.close();
    }
  }
}

async function errorsOf(client: MillraceClient, id: string): Promise<string> {
  const failed = (await taskRuns(client, id)).filter(({ error }) => error);
  return failed.map(({ task, error }) => `${task} ${error?.code} ${error?.message}`).join(', ');
}

async function onlyHeld(client: MillraceClient, id: string): Promise<boolean> {
  const tasks = await taskRuns(client, id);
  const active = tasks.some(({ state }) =>
    ['queued', 'dispatched', 'running', 'retrying', 'delayed'].includes(state),
  );
  return !active && tasks.some(({ state }) => state === 'held');
}
