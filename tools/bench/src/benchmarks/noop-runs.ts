import type { Benchmark } from '../benchmark.js';
import { loadRuns } from '../load-runs.js';
import { parallelText } from '../workflow-texts.js';

export const noopRuns: Benchmark = {
  figures: [{ name: 'noop_runs_per_s', unit: 'runs/s' }],
  what: '20 000 runs of one no-op, from the first request until the API shows all as ended',
  open: async (context) => {
    const standalone = await context.startStandalone();
    const runs = context.quick ? 1000 : 20_000;
    return {
      round: async (number) => {
        const name = `noop1-${number}`;
        await standalone.api.publish(name, parallelText(name, 1));
        return { noop_runs_per_s: (runs / (await loadRuns(standalone.api, name, runs))) * 1000 };
      },
      close: () => standalone.stop(),
    };
  },
};
