import type { Benchmark } from '../benchmark.js';
import { quantile } from '../statistics.js';
import { TimedRuns } from '../timed-runs.js';
import { chainText } from '../workflow-texts.js';

const LENGTH = 10;

export const chainSteps: Benchmark = {
  figures: [
    { name: 'chain10_step_ms_p50', unit: 'ms', limit: 'raw_sqlite_commit_ms_p50' },
    { name: 'chain10_step_ms_p99', unit: 'ms', limit: 'raw_sqlite_commit_ms_p99' },
  ],
  what: '500 runs in turn of a chain of 10 no-ops: a tenth of the time from start to end, both as verified',
  open: async (context) => {
    const name = 'chain10';
    const runs = await TimedRuns.open(context, { name, text: chainText(name, LENGTH) });
    return {
      round: async () => {
        const durations = await runs.many(context.quick ? 50 : 500);
        const steps = durations.map((duration) => duration / LENGTH);
        return { chain10_step_ms_p50: quantile(steps, 0.5), chain10_step_ms_p99: quantile(steps, 0.99) };
      },
      close: () => runs.close(),
    };
  },
};
