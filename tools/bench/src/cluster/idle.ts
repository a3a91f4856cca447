import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { residentMegabytes } from '../process-stat.js';
import { SERVICES } from './running-cluster.js';

const RSS = 'cluster_idle_rss_mb';
const CPU = 'cluster_idle_cpu_percent';

/** Measured once: it takes two minutes. */
export const idle: Benchmark = {
  figures: SERVICES.flatMap((service) => [
    { name: `${RSS}_${service}`, unit: 'MB' },
    { name: `${CPU}_${service}`, unit: '% of a core' },
  ]),
  what: 'a fresh cluster with nothing to do: 60 s after 60 s, each process with what it has started',
  fixedRounds: 1,
  open: async (context) => {
    const cluster = await context.startCluster();
    const span = context.quick ? 5000 : 60_000;
    return {
      round: async () => {
        await wait(span);
        const before = cluster.cpu();
        const since = performance.now();
        await wait(span);
        const after = cluster.cpu();
        const seconds = (performance.now() - since) / 1000;
        const figures = SERVICES.flatMap((service): readonly (readonly [string, number])[] => {
          const memory = cluster.pidsOf(service).map(residentMegabytes);
          return [
            [`${RSS}_${service}`, memory.reduce((total, one) => total + one, 0)],
            [`${CPU}_${service}`, ((after[service] - before[service]) / seconds) * 100],
          ];
        });
        return Object.fromEntries(figures);
      },
      close: () => cluster.remove(),
    };
  },
};
