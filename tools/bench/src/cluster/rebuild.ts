import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { loadRuns } from '../load-runs.js';
import { parallelText } from '../workflow-texts.js';
import type { RunningCluster } from './running-cluster.js';

const CHILD = join(import.meta.dirname, 'rebuild-child.js');

/** What the process that makes the read model anew prints. */
export interface RebuildTimes {
  /** Events of the records that the fold accepts. */
  readonly events: number;
  /** All records fetched. */
  readonly fetchMs: number;
  /** All records fetched, decoded and judged by the fold. */
  readonly foldMs: number;
  /** All rows dropped and made anew. */
  readonly rebuildMs: number;
}

export const rebuild: Benchmark = {
  figures: [
    { name: 'raw_kafka_fetch_events_per_s', unit: 'events/s' },
    { name: 'cluster_fold_events_per_s', unit: 'events/s', limit: 'raw_kafka_fetch_events_per_s' },
    { name: 'cluster_rebuild_events_per_s', unit: 'events/s', limit: 'raw_kafka_fetch_events_per_s' },
  ],
  what: 'the log of the no-op rounds, in a process of its own, one after the other: fetched and nothing more; fetched, decoded and judged by the fold; all rows of the read model dropped and made anew from it',
  fixedRounds: 3,
  open: async (context) => {
    const cluster = context.shared.noopCluster ?? (await makeLog(context));
    return {
      round: async () => {
        const { stdout } = await promisify(execFile)(process.execPath, [CHILD, cluster.config]);
        const { events, fetchMs, foldMs, rebuildMs } = JSON.parse(stdout) as RebuildTimes;
        return {
          raw_kafka_fetch_events_per_s: (events / fetchMs) * 1000,
          cluster_fold_events_per_s: (events / foldMs) * 1000,
          cluster_rebuild_events_per_s: (events / rebuildMs) * 1000,
        };
      },
      close: () => cluster.remove(),
    };
  },
};

async function makeLog(context: BenchContext): Promise<RunningCluster> {
  const cluster = await context.startCluster();
  await cluster.api.publish('rebuild', parallelText('rebuild', 10));
  await loadRuns(cluster.api, 'rebuild', context.quick ? 200 : 4000, { pollMs: 100 });
  await cluster.stopServices();
  return cluster;
}
