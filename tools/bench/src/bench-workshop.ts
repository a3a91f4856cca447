import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaEventLog } from '@millrace/events/kafka';
import type { StackEndpoints } from '@millrace/stack';
import { stackEndpoints } from '@millrace/stack';
import type { BenchContext, SharedFindings } from './benchmark.js';
import { OwnLog } from './cluster/own-log.js';
import type { ClusterFlags } from './cluster/running-cluster.js';
import { RunningCluster } from './cluster/running-cluster.js';
import type { RunningStandalone, StandaloneFlags } from './standalone-process.js';
import { startStandalone } from './standalone-process.js';

/** Makes folders and engines for the benchmarks and takes them away in the end. */
export class BenchWorkshop implements BenchContext {
  readonly shared: SharedFindings = {};
  private readonly root = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  private readonly running = new Set<RunningStandalone>();
  /** Whatever must be taken away from the parts of a cluster. */
  private readonly removable = new Set<{ remove(): Promise<void> }>();
  private endpoints: Promise<StackEndpoints> | undefined;
  private closed = false;

  /** `cpuProfiles`: folder for profiles of the processes of clusters, written as they end. */
  constructor(
    readonly quick: boolean,
    private readonly cpuProfiles?: string,
  ) {}

  readonly folder = (name: string): string => mkdtempSync(join(this.root, `${name}-`));

  readonly startStandalone = async (flags?: StandaloneFlags): Promise<RunningStandalone> => {
    const started = await startStandalone(this.folder('data'), flags);
    const standalone = {
      ...started,
      stop: async () => {
        this.running.delete(standalone);
        await started.stop();
      },
    };
    this.running.add(standalone);
    return standalone;
  };

  readonly startCluster = async (flags: ClusterFlags = {}): Promise<RunningCluster> => {
    const cluster = new RunningCluster(await this.parts(), { ...flags, cpuProfiles: this.cpuProfiles });
    this.removable.add(cluster);
    try {
      await cluster.start();
      return cluster;
    } catch (error) {
      // Half a cluster would disturb what is measured after it.
      await cluster.remove().catch(() => undefined);
      throw error;
    }
  };

  readonly openOwnLog = async (): Promise<KafkaEventLog> => {
    const own = new OwnLog(await this.parts());
    this.removable.add(own);
    return await own.open();
  };

  /** Throws, when everything else is gone, what could not be removed, or should not have been found in a log. */
  async close(): Promise<void> {
    this.closed = true;
    const failures: unknown[] = [];
    for (const one of this.removable) await one.remove().catch((error: unknown) => failures.push(error));
    for (const standalone of [...this.running]) await standalone.stop();
    rmSync(this.root, { recursive: true, force: true });
    if (failures.length > 0) throw failures[0];
  }

  private parts(): Promise<StackEndpoints> {
    if (this.closed) throw new Error('All is over.');
    return (this.endpoints ??= stackOrThrow());
  }
}

async function stackOrThrow(): Promise<StackEndpoints> {
  const found = await stackEndpoints();
  if ('missing' in found) throw new Error(`The parts of a cluster cannot be had: ${found.missing}`);
  return found;
}
