import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { routes } from '@millrace/api-contract';
import type { FaultWorld } from '@millrace/e2e';
import { countKeys } from '@millrace/e2e';
import type { GroupMembers } from './group-members.js';
import type { LogFigures } from './log-figures.js';
import { lookAtProcess } from './look-at-process.js';
import type { ProcessSample, Sample } from './sample.js';

/** A part that is stopped does not answer. */
const ASK_MS = 4000;

export interface SamplerOptions {
  readonly world: FaultWorld;
  readonly figures: LogFigures;
  readonly members: GroupMembers;
  /** Folders whose files are counted. */
  readonly folders: readonly string[];
  /** Where samples are written, a line each. */
  readonly file: string;
  /** Starts that wait for an answer. */
  readonly waiting: () => number;
}

async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const limit = new AbortController();
  const late = pass(ASK_MS, undefined, { signal: limit.signal }).catch(() => undefined);
  try {
    return await Promise.race([work.catch(() => undefined), late]);
  } finally {
    limit.abort();
  }
}

/** Looks at all processes and parts of a cluster, at a steady pace. */
export class Sampler {
  readonly samples: Sample[] = [];
  phase: Sample['phase'] = 'warm-up';
  /** Milliseconds of the monotonic clock at which the load began. */
  zero = performance.now();
  private looking: Promise<void> = Promise.resolve();
  private readonly ending = new AbortController();

  constructor(private readonly options: SamplerOptions) {}

  /** Takes a sample every `everyMs`, until it is ended. */
  begin(everyMs: number): void {
    this.looking = this.look(everyMs);
  }

  async end(): Promise<void> {
    this.ending.abort();
    await this.looking;
  }

  async one(): Promise<Sample> {
    const { world, figures, file, waiting, folders } = this.options;
    const at = (performance.now() - this.zero) / 1000;
    const [members, redisKeys] = await Promise.all([
      inTime(this.options.members.count()),
      inTime(this.keys()),
      inTime(this.projected()),
    ]);
    const lag = figures.lag.at(Date.now());
    const processes = await this.processes();
    const states = [...world.log.runs.values()];
    const sample: Sample = {
      at,
      phase: this.phase,
      processes,
      ...(members === undefined ? {} : { members }),
      ...(redisKeys === undefined ? {} : { redisKeys }),
      files: folders.reduce((sum, folder) => sum + filesIn(folder), 0),
      lag,
      late: figures.take(),
      started: states.length,
      active: states.filter((state) => state === 'running').length,
      waiting: waiting(),
    };
    this.samples.push(sample);
    appendFileSync(file, `${JSON.stringify(sample)}\n`);
    return sample;
  }

  private async look(everyMs: number): Promise<void> {
    const { signal } = this.ending;
    for (let next = performance.now(); !signal.aborted; next += everyMs) {
      await pass(Math.max(0, next - performance.now()), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.one();
    }
  }

  /** One after the other: together they would leave no processor for the load. */
  private async processes(): Promise<readonly ProcessSample[]> {
    const { world, figures } = this.options;
    const processes: ProcessSample[] = [];
    figures.looking = true;
    for (const one of world.services.filter(({ runs }) => runs)) processes.push(await lookAtProcess(one));
    figures.looking = false;
    return processes;
  }

  private async projected(): Promise<void> {
    const { world, figures } = this.options;
    const signal = AbortSignal.timeout(ASK_MS);
    const { partitions } = await world.client.call(routes.getHealth, {}, { signal });
    for (const { partition, projected } of partitions) figures.lag.projected(partition, projected);
  }

  private keys(): Promise<number> {
    const { url, prefix } = this.options.world.settings.redis;
    const { hostname, port } = new URL(url);
    return countKeys({ host: hostname, port: Number(port) }, prefix);
  }
}

/** 0 where there is no such folder. Files that come and go meanwhile may be counted or not. */
function filesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce(
      (sum, entry) => sum + 1 + (entry.isDirectory() ? filesIn(join(folder, entry.name)) : 0),
      0,
    );
  } catch {
    return 0;
  }
}
