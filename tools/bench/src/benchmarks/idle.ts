import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { cpuSeconds, residentMegabytes } from '../process-stat.js';

/** Measured once: it takes two minutes. */
export const idle: Benchmark = {
  figures: [
    { name: 'idle_rss_mb', unit: 'MB' },
    { name: 'idle_cpu_percent', unit: '% of a core' },
  ],
  what: 'a fresh engine with nothing to do: 60 s after 60 s',
  fixedRounds: 1,
  open: async (context) => {
    const standalone = await context.startStandalone();
    const span = context.quick ? 5000 : 60_000;
    return {
      round: async () => {
        await wait(span);
        const cpu = cpuSeconds(standalone.pid);
        const since = performance.now();
        await wait(span);
        const seconds = (performance.now() - since) / 1000;
        return {
          idle_rss_mb: residentMegabytes(standalone.pid),
          idle_cpu_percent: ((cpuSeconds(standalone.pid) - cpu) / seconds) * 100,
        };
      },
      close: () => standalone.stop(),
    };
  },
};
