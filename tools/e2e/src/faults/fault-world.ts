import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { MillraceClient } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { CheckResult } from '@millrace/checker';
import { DEFAULT_INVARIANTS, Journal, checkLog, invariants } from '@millrace/checker';
import type { KafkaSettings } from '@millrace/events/kafka';
import type { StackEndpoints } from '@millrace/stack';
import { apply } from '../client-steps.js';
import type { ClusterOptions } from '../cluster/cluster-processes.js';
import { ClusterProcesses } from '../cluster/cluster-processes.js';
import type { ServiceHandle } from '../cluster/service-handle.js';
import { untilProjected } from '../server-signs.js';
import type { LogWatchOptions } from './log-watch.js';
import { LogWatch } from './log-watch.js';
import { until } from './until.js';

/** What one request may start at most. */
const BATCH = 100;

export interface FaultOptions extends ClusterOptions {
  /** Milliseconds; Kafka takes 6000 and more unless it is told otherwise. */
  readonly sessionMs?: number;
  readonly slots?: number;
  readonly lightSlots?: number;
  /** Variables of single services by their names, beside those of all: `worker-1` may have another way to Kafka. */
  readonly environments?: Readonly<Record<string, Environment>>;
  /** What becomes of the records of the log. */
  readonly log?: LogWatchOptions;
}

/** What tests read of the file of settings; there is more in it. */
export interface SharedSettings extends Readonly<Record<string, object>> {
  readonly kafka: Pick<KafkaSettings, 'brokers' | 'prefix' | 'partitions'>;
  readonly database: { readonly url: string };
  readonly redis: { readonly url: string; readonly prefix: string };
}

type Environment = Readonly<Record<string, string>>;

/** A cluster to which something is done, its log as it grows, and what its scripts write down. */
export class FaultWorld {
  /** Where scripts write down what they do. */
  readonly journal: string;

  private constructor(
    readonly cluster: ClusterProcesses,
    readonly log: LogWatch,
    private readonly options: FaultOptions,
  ) {
    this.journal = join(cluster.folder, 'journal-of-scripts.jsonl');
  }

  /** A cluster that runs. */
  static async open(endpoints: StackEndpoints, options: FaultOptions = {}): Promise<FaultWorld> {
    const cluster = ClusterProcesses.create(endpoints, options);
    try {
      for (const one of servicesOf(cluster)) one.setEnvironment(environmentOf(one, options));
      await cluster.start();
      return new FaultWorld(cluster, await LogWatch.open(kafkaOf(cluster), options.log), options);
    } catch (error) {
      // What kept it from starting is what there is to say.
      await cluster.remove().catch(() => undefined);
      throw error;
    }
  }

  get client(): MillraceClient {
    if (!this.cluster.client) throw new Error('The cluster was not started.');
    return this.cluster.client;
  }

  get kafka(): KafkaSettings {
    return kafkaOf(this.cluster);
  }

  /** Those that all services share. */
  get settings(): SharedSettings {
    return settingsOf(this.cluster);
  }

  async publish(...texts: readonly string[]): Promise<void> {
    for (const text of texts) await apply(this.client, text);
  }

  /** Starts so many runs of a workflow and waits until they are accepted; gives their ids. */
  async startRuns(workflow: string, count: number): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let left = count; left > 0; left -= BATCH) {
      const runs = Array.from({ length: Math.min(BATCH, left) }, () => ({}));
      const params = { project: 'default', workflow };
      const answer = await this.client.call(
        routes.startBatch,
        { params, body: { runs } },
        { waitSeconds: 30 },
      );
      for (const { run, rejected } of answer.items) {
        if (run === undefined) throw new Error(`A run was not accepted: ${rejected?.message ?? 'no answer'}`);
        ids.push(run);
      }
    }
    return ids;
  }

  /** Starts a run of a workflow, again and again until one is accepted; gives its id. */
  async untilAccepted(workflow: string, withinMs: number): Promise<string> {
    const start = async (): Promise<string | undefined> => {
      const [run] = await this.startRuns(workflow, 1).catch(() => []);
      return run;
    };
    return await until('a run to be accepted', start, withinMs);
  }

  get services(): readonly ServiceHandle[] {
    return servicesOf(this.cluster);
  }

  /** Variables for a service from its next start on, beside those that it has anyway. */
  setEnvironment(service: ServiceHandle, more: Environment = {}): void {
    service.setEnvironment({ ...environmentOf(service, this.options), ...more });
  }

  /** The service of that name. */
  handle(name: string): ServiceHandle {
    const found = this.services.find((one) => one.name === name);
    if (!found) throw new Error(`There is no ${name}.`);
    return found;
  }

  /** The master that owns most partitions. */
  biggestOwner(): ServiceHandle {
    const running = this.cluster.masters.filter(({ runs }) => runs);
    const [biggest] = running.toSorted(
      (a, b) => this.log.partitionsOf(b.name).length - this.log.partitionsOf(a.name).length,
    );
    if (!biggest) throw new Error('No master runs.');
    return biggest;
  }

  /** Services whose processes do not run. */
  gone(): readonly string[] {
    return this.services.filter(({ runs }) => !runs).map(({ name }) => name);
  }

  /**
   * Looks through the whole log with what the scripts wrote down. `exactlyOnce`: no attempt was lost, and none failed.
   */
  async check({ exactlyOnce = false } = {}): Promise<CheckResult> {
    const source = await this.cluster.openLog();
    try {
      const journal = await this.readJournal();
      return await checkLog(source, { journal, invariants: exactlyOnce ? invariants : DEFAULT_INVARIANTS });
    } finally {
      await source.close();
    }
  }

  async readJournal(): Promise<Journal> {
    const journal = new Journal();
    if (!existsSync(this.journal)) return journal;
    for await (const line of createInterface({ input: createReadStream(this.journal) })) journal.add(line);
    return journal;
  }

  /** Hash of the read model as it stands, and of one that is made anew from the log; ends all services. */
  async readModels(): Promise<readonly [stored: string, anew: string]> {
    const { cluster } = this;
    await untilProjected(this.client);
    await cluster.stop();
    const stored = await this.rowsHash();
    await cluster.removeReadModel();
    await cluster.api.start();
    await untilProjected(this.client);
    await cluster.api.stop();
    return [stored, await this.rowsHash()];
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.cluster.remove();
  }

  private async rowsHash(): Promise<string> {
    const store = await this.cluster.readModel().openProjectionStore();
    try {
      return await store.rowsHash();
    } finally {
      await store.close();
    }
  }
}

function settingsOf(cluster: ClusterProcesses): SharedSettings {
  return JSON.parse(readFileSync(cluster.config, 'utf8')) as SharedSettings;
}

function kafkaOf(cluster: ClusterProcesses): KafkaSettings {
  const { kafka } = settingsOf(cluster);
  const { brokers, prefix, partitions } = kafka;
  return { brokers, prefix, partitions, clientId: 'millrace-e2e-watch' };
}

function servicesOf({ masters, workers, api, logger }: ClusterProcesses): readonly ServiceHandle[] {
  return [...masters, ...workers, api, logger];
}

function environmentOf({ name, service }: ServiceHandle, options: FaultOptions): Environment {
  const own = service === 'worker' ? ofWorkers(options) : ofAll(options);
  return { ...own, ...options.environments?.[name] };
}

function ofAll({ sessionMs }: FaultOptions): Environment {
  return sessionMs === undefined ? {} : { MILLRACE_KAFKA_SESSION_TIMEOUT: `${sessionMs}ms` };
}

function ofWorkers({ slots, lightSlots, ...options }: FaultOptions): Environment {
  return {
    ...ofAll(options),
    // Tests share the machine with others: how busy it is says nothing about what is looked at here.
    MILLRACE_WORKER_OVERLOAD_CPU: '0',
    ...(slots === undefined ? {} : { MILLRACE_WORKER_SLOTS: String(slots) }),
    ...(lightSlots === undefined ? {} : { MILLRACE_WORKER_LIGHT_SLOTS: String(lightSlots) }),
  };
}
