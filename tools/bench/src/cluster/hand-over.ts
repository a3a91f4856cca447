import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { OwnedCluster, TRICKLED } from './owned-cluster.js';
import { longestPause } from './partition-watch.js';
import { Trickle } from './trickle.js';

const FLAGS = { lightSlots: 2048 };
const PACE = { runsPerSecond: 300, batch: 15 };
/** Milliseconds after a master has come: the pace is even again. */
const SETTLE_MS = 3000;

/** A round is one hand-over, so the median is that of ten. */
export const handOver: Benchmark = {
  figures: [
    { name: 'cluster_handover_ms', unit: 'ms' },
    { name: 'cluster_handover_all_ms', unit: 'ms' },
    { name: 'cluster_handover_pause_of_others_ms', unit: 'ms' },
    { name: 'cluster_usual_pause_ms', unit: 'ms' },
  ],
  what: '1 000 active runs and 300 starts a second, SIGTERM to the owner of most partitions: until the first decision of the new owner in one of them, and until there was one in each; meanwhile the longest pause of the partitions that stayed, and that of a second before',
  fixedRounds: 10,
  open: async (context) => {
    const owned = await OwnedCluster.open(context, FLAGS);
    const { cluster, partitions } = owned;
    await owned.holdRuns('held', context.quick ? 200 : 1000, '1h');
    const trickle = new Trickle(cluster.api, TRICKLED, PACE);
    return {
      round: async () => {
        await owned.untilShared();
        await wait(SETTLE_MS);
        const leaver = owned.biggestOwner();
        const epochs = owned.epochsOf(leaver);
        const stayed = [...partitions.owners.keys()].filter((partition) => !epochs.has(partition));
        partitions.take();
        await wait(1000);
        const since = performance.now();
        const usual = longestPause(partitions.decisions, stayed, { from: since - 1000, to: since });
        const left = leaver.stop();
        const times = await owned.untilDecided(epochs);
        await left;
        const [first = NaN, last = first] = [times[0], times.at(-1)];
        await wait(500);
        const pause = longestPause(partitions.decisions, stayed, { from: since, to: last + 500 });
        await leaver.start();
        return {
          cluster_handover_ms: first - since,
          cluster_handover_all_ms: last - since,
          cluster_handover_pause_of_others_ms: pause,
          cluster_usual_pause_ms: usual,
        };
      },
      close: async () => {
        await trickle.end();
        await cluster.remove();
      },
    };
  },
};
