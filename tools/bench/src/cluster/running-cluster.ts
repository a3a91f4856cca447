import { readFileSync } from 'node:fs';
import type { ServiceHandle } from '@millrace/e2e';
import { ClusterProcesses } from '@millrace/e2e';
import type { KafkaSettings } from '@millrace/events/kafka';
import { KafkaEventLog } from '@millrace/events/kafka';
import type { StackEndpoints } from '@millrace/stack';
import { ApiClient } from '../api-client.js';
import { cpuSeconds, familyOf } from '../process-stat.js';

/** The services of a cluster, in the order in which figures name them. */
export const SERVICES = ['master', 'worker', 'api', 'logger'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface ClusterFlags {
  /** Default 1. */
  readonly masters?: number;
  /** Default 1. */
  readonly workers?: number;
  /** Attempts with processes that a worker runs at once; default 16. */
  readonly slots?: number;
  /** Attempts without processes that a worker runs at once; default 256. */
  readonly lightSlots?: number;
}

export interface ClusterOptions extends ClusterFlags {
  /** Folder for CPU profiles of its processes, written as they end. */
  readonly cpuProfiles?: string | undefined;
}

/** What a benchmark reads of the settings that the services of a cluster share. */
export interface ClusterSettings {
  readonly kafka: Pick<KafkaSettings, 'brokers' | 'prefix' | 'partitions'>;
  readonly database: { readonly url: string };
}

/** A cluster of processes that benchmarks measure, on topics, a database and keys of its own. */
export class RunningCluster {
  private readonly processes: ClusterProcesses;
  private client: ApiClient | undefined;
  private readonly logs = new Set<KafkaEventLog>();
  private removed = false;

  constructor(
    endpoints: StackEndpoints,
    private readonly options: ClusterOptions,
  ) {
    const { masters = 1, workers = 1 } = options;
    this.processes = ClusterProcesses.create(endpoints, { masters, workers });
  }

  /** Throws before the start. */
  get api(): ApiClient {
    if (!this.client) throw new Error('The cluster was not started.');
    return this.client;
  }

  /** Path of its settings. */
  get config(): string {
    return this.processes.config;
  }

  get settings(): ClusterSettings {
    return JSON.parse(readFileSync(this.config, 'utf8')) as ClusterSettings;
  }

  get masters(): readonly ServiceHandle[] {
    return this.processes.masters;
  }

  async start(): Promise<void> {
    const { slots = 16, lightSlots = 256 } = this.options;
    for (const service of SERVICES) {
      for (const handle of this.handlesOf(service)) handle.setEnvironment(this.profiling());
    }
    // As an operator has it: a hash of every state is for tests.
    for (const master of this.masters)
      master.setEnvironment({ ...this.profiling(), MILLRACE_MASTER_STATE_HASHES: 'sampled' });
    for (const worker of this.processes.workers) {
      worker.setEnvironment({
        ...this.profiling(),
        MILLRACE_WORKER_SLOTS: String(slots),
        MILLRACE_WORKER_LIGHT_SLOTS: String(lightSlots),
      });
    }
    await this.processes.start();
    const { baseUrl, token } = this.processes.door;
    this.client = new ApiClient({ port: Number(new URL(baseUrl).port) }, token);
  }

  /** Its log, for a reader; closed with the cluster, if not before. */
  async openLog(): Promise<KafkaEventLog> {
    const log = await KafkaEventLog.open(
      { ...this.settings.kafka, clientId: 'millrace-bench' },
      () => undefined,
    );
    this.logs.add(log);
    return log;
  }

  /** The processes of a service with all that they have started, by their numbers. */
  pidsOf(service: ServiceName): readonly number[] {
    return this.handlesOf(service).flatMap(({ pid }) => familyOf(pid));
  }

  /** Seconds of processor time that each service has used so far. */
  cpu(): Readonly<Record<ServiceName, number>> {
    const used = SERVICES.map((service) => [service, sum(this.pidsOf(service).map(cpuSeconds))]);
    return Object.fromEntries(used) as Record<ServiceName, number>;
  }

  /** Ends the services; log and read model stay. */
  async stopServices(): Promise<void> {
    this.client?.close();
    await this.processes.stop();
  }

  /** Ends the services, checks that the log keeps its promises, and removes everything. */
  async remove(): Promise<void> {
    if (this.removed) return;
    this.removed = true;
    for (const log of this.logs) await log.close();
    await this.stopServices();
    await this.processes.remove();
  }

  private handlesOf(service: ServiceName): readonly ServiceHandle[] {
    const { masters, workers, api, logger } = this.processes;
    return { master: masters, worker: workers, api: [api], logger: [logger] }[service];
  }

  private profiling(): Readonly<Record<string, string>> {
    const { cpuProfiles } = this.options;
    return cpuProfiles === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${cpuProfiles}` };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
