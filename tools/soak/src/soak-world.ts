import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnWays } from '@millrace/chaos';
import type { LogWatchOptions } from '@millrace/e2e';
import { FaultWorld, OwnPart } from '@millrace/e2e';
import type { StackEndpoints } from '@millrace/stack';
import { stackEndpoints, whyNotNative } from '@millrace/stack';
import { TcpProxy } from '@millrace/testing';
import { INSPECTED } from './samples/inspector.js';

const NAMES = ['master-1', 'master-2', 'worker-1', 'worker-2', 'api', 'logger'];
/** Others keep the direct way: all that goes through a proxy goes through the process that measures. */
const WITH_WAYS = ['master-2', 'worker-2'];

/** Parts of a soak that may be stopped, because nobody else has them. */
export interface OwnParts {
  readonly kafka: OwnPart<'kafka'>;
  readonly redis: OwnPart<'redis'>;
}

/** A cluster of two masters, two workers, API and logger on real parts, and all by which it can be harmed. */
export class SoakWorld {
  private constructor(
    readonly world: FaultWorld,
    /** Undefined where they cannot be had: the cluster then shares its parts with others. */
    readonly own: OwnParts | undefined,
    /** Ways of single services to Kafka and Redis, by the names of these. */
    readonly ways: ReadonlyMap<string, OwnWays>,
    /** Before the database; the API alone uses it. */
    readonly database: TcpProxy,
    /** Where services put what is temporary. */
    readonly temporary: string,
    private readonly ends: readonly (() => unknown)[],
  ) {}

  /** `log`: what is done with its records. Throws where the parts cannot be had. */
  static async open(log: LogWatchOptions): Promise<SoakWorld> {
    const ends: (() => unknown)[] = [];
    const onEnd = (end: () => unknown): void => void ends.push(end);
    try {
      return await build(log, onEnd, (...parts) => new SoakWorld(...parts, ends));
    } catch (error) {
      await endAll(ends);
      throw error;
    }
  }

  /** Ends everything. Throws the first thing that went wrong, when all is ended. */
  async close(): Promise<void> {
    await endAll(this.ends);
  }
}

type Parts = readonly [FaultWorld, OwnParts | undefined, ReadonlyMap<string, OwnWays>, TcpProxy, string];

async function build(
  log: LogWatchOptions,
  onEnd: (end: () => unknown) => void,
  make: (...parts: Parts) => SoakWorld,
): Promise<SoakWorld> {
  const own = (await whyNotNative(['kafka', 'redis'])) === undefined ? await startOwn(onEnd) : undefined;
  const endpoints = await endpointsWith(own);
  const temporary = mkdtempSync(join(tmpdir(), 'millrace-soak-'));
  onEnd(() => rmSync(temporary, { recursive: true, force: true }));
  const database = new TcpProxy(endpoints.database);
  await database.open();
  onEnd(() => database.close());
  const ways = new Map<string, OwnWays>();
  for (const name of WITH_WAYS) ways.set(name, await OwnWays.open({ endpoints, onEnd }));
  const environments = NAMES.map((name) => {
    const folder = join(temporary, name);
    mkdirSync(folder);
    return [name, { ...INSPECTED, TMPDIR: folder, ...ways.get(name)?.environment }] as const;
  });
  const world = await FaultWorld.open(
    { ...endpoints, database: { ...endpoints.database, host: '127.0.0.1', port: database.port } },
    { masters: 2, workers: 2, log, environments: Object.fromEntries(environments) },
  );
  onEnd(() => world.close());
  return make(world, own, ways, database, temporary);
}

async function startOwn(onEnd: (end: () => unknown) => void): Promise<OwnParts> {
  const kafka = await OwnPart.start('kafka');
  onEnd(() => kafka.remove());
  const redis = await OwnPart.start('redis');
  onEnd(() => redis.remove());
  return { kafka, redis };
}

async function endpointsWith(own: OwnParts | undefined): Promise<StackEndpoints> {
  if (!own) {
    const all = await stackEndpoints();
    if ('missing' in all) throw new Error(`No stack: ${all.missing}`);
    return all;
  }
  const rest = await stackEndpoints(['database']);
  if ('missing' in rest) throw new Error(`No stack: ${rest.missing}`);
  return { ...rest, kafka: own.kafka.endpoint, redis: own.redis.endpoint };
}

/** The last is done first. Throws the first thing that went wrong. */
async function endAll(ends: readonly (() => unknown)[]): Promise<void> {
  const problems: unknown[] = [];
  for (const end of ends.toReversed()) {
    try {
      await end();
    } catch (error) {
      problems.push(error);
    }
  }
  if (problems.length > 0) throw problems[0];
}
