import type { Benchmark } from '../benchmark.js';
import { until } from '../until.js';
import { OwnedCluster, TRICKLED } from './owned-cluster.js';
import { Trickle } from './trickle.js';

/** All runs of the benchmark run at once on two workers. */
const FLAGS = { workers: 2, lightSlots: 8192 };
const PACE = { runsPerSecond: 40, batch: 2 };

/** Measured once: it takes minutes. */
export const takeOver: Benchmark = {
  figures: [
    { name: 'cluster_takeover_s', unit: 's' },
    { name: 'cluster_takeover_all_s', unit: 's' },
  ],
  what: '10 000 active runs, kill -9 of the owner of most partitions: until the first decision of another owner in one of them, and until there was one in each; then every run must succeed',
  fixedRounds: 1,
  open: async (context) => {
    const owned = await OwnedCluster.open(context, FLAGS);
    const { cluster, partitions, runs } = owned;
    return {
      round: async (number) => {
        const count = context.quick ? 1000 : 10_000;
        await owned.holdRuns(`held-${number}`, count, context.quick ? '20s' : '90s');
        const trickle = new Trickle(cluster.api, TRICKLED, PACE);
        const victim = owned.biggestOwner();
        const epochs = owned.epochsOf(victim);
        partitions.take();
        const since = performance.now();
        await victim.kill();
        const times = await owned.untilDecided(epochs);
        await trickle.end();
        const active = runs.started - runs.ended;
        if (active < count) throw new Error(`Only ${active} of ${count} runs were active till the end.`);
        await until('all runs have ended', () => runs.ended === runs.started, 300_000);
        if (runs.failed > 0) throw new Error(`${runs.failed} runs have not succeeded.`);
        await victim.start();
        return {
          cluster_takeover_s: ((times[0] ?? NaN) - since) / 1000,
          cluster_takeover_all_s: ((times.at(-1) ?? NaN) - since) / 1000,
        };
      },
      close: () => cluster.remove(),
    };
  },
};
