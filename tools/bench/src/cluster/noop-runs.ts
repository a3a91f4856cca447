import type { Benchmark } from '../benchmark.js';
import { loadRuns } from '../load-runs.js';
import { parallelText } from '../workflow-texts.js';
import { POLL_MS } from './poll.js';

export const noopRuns: Benchmark = {
  figures: [{ name: 'cluster_noop_runs_per_s', unit: 'runs/s' }],
  what: '5 000 runs of one no-op, from the first request until the API shows all as ended',
  open: async (context) => {
    const cluster = await context.startCluster();
    const runs = context.quick ? 500 : 5000;
    return {
      round: async (number) => {
        const name = `noop1-${number}`;
        await cluster.api.publish(name, parallelText(name, 1));
        const took = await loadRuns(cluster.api, name, runs, { pollMs: POLL_MS });
        return { cluster_noop_runs_per_s: (runs / took) * 1000 };
      },
      close: () => cluster.remove(),
    };
  },
};
