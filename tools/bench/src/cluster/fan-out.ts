import type { Benchmark } from '../benchmark.js';
import { median } from '../statistics.js';
import { fanOutText } from '../workflow-texts.js';
import { TimedClusterRuns } from './timed-cluster-runs.js';

const LIGHT_SLOTS = 64;

export const fanOut: Benchmark = {
  figures: [{ name: 'cluster_fanout1000_ms', unit: 'ms' }],
  what: 'the median of 5 runs in turn of 1 → 1000 → 1 no-ops on 64 light slots, between the arrivals of the first and the last record at a reader of the log',
  open: async (context) => {
    const name = 'fanout1000';
    const workflow = { name, text: fanOutText(name, 1000) };
    const runs = await TimedClusterRuns.open(context, workflow, { lightSlots: LIGHT_SLOTS });
    return {
      round: async () => ({ cluster_fanout1000_ms: median(await runs.many(context.quick ? 2 : 5)) }),
      close: () => runs.close(),
    };
  },
};
