import type { Benchmark } from '../benchmark.js';
import { quantile } from '../statistics.js';
import { chainText } from '../workflow-texts.js';
import { TimedClusterRuns } from './timed-cluster-runs.js';

const LENGTH = 10;

export const chainSteps: Benchmark = {
  figures: [
    { name: 'cluster_chain10_step_ms_p50', unit: 'ms', limit: 'raw_kafka_roundtrip_ms_p50' },
    { name: 'cluster_chain10_step_ms_p99', unit: 'ms', limit: 'raw_kafka_roundtrip_ms_p99' },
  ],
  what: '200 runs in turn of a chain of 10 no-ops: a tenth of the time between the arrivals of the first and the last record of a run at a reader of the log, by its own monotonic clock',
  open: async (context) => {
    const name = 'chain10';
    const runs = await TimedClusterRuns.open(context, { name, text: chainText(name, LENGTH) });
    return {
      round: async () => {
        const durations = await runs.many(context.quick ? 30 : 200);
        const steps = durations.map((duration) => duration / LENGTH);
        return {
          cluster_chain10_step_ms_p50: quantile(steps, 0.5),
          cluster_chain10_step_ms_p99: quantile(steps, 0.99),
        };
      },
      close: () => runs.close(),
    };
  },
};
