import type { BenchContext, Benchmark } from '../benchmark.js';
import { loadRuns } from '../load-runs.js';
import { cpuSeconds } from '../process-stat.js';
import { parallelText } from '../workflow-texts.js';
import { POLL_MS } from './poll.js';
import type { RunningCluster } from './running-cluster.js';
import { SERVICES } from './running-cluster.js';
import { PARTS, stackProcesses } from './stack-processes.js';

const WIDTH = 10;
const CPU = 'cluster_cpu_s_per_1000_tasks';

/** Its log and its read model are left for `rebuild`. */
export const noopTasks: Benchmark = {
  figures: [
    { name: 'cluster_noop_tasks_per_s', unit: 'tasks/s' },
    { name: CPU, unit: 's' },
    ...SERVICES.map((service) => ({ name: `${CPU}_${service}`, unit: 's' })),
    ...PARTS.map((part) => ({ name: `${CPU}_${part}`, unit: 's', optional: true as const })),
  ],
  what: '2 000 runs of 10 parallel no-ops, from the first request until the API shows all as ended; processor time of the processes of the product, and beside it that of the parts',
  open: async (context) => {
    const cluster = await context.startCluster();
    const parts = Object.entries(await stackProcesses());
    const used = (): Readonly<Record<string, number>> => ({
      ...cluster.cpu(),
      ...Object.fromEntries(parts.map(([part, pid]) => [part, cpuSeconds(pid)])),
    });
    return {
      round: async (number) => {
        const name = `noop10-${number}`;
        const runs = context.quick ? 200 : 2000;
        await cluster.api.publish(name, parallelText(name, WIDTH));
        const before = used();
        const took = await loadRuns(cluster.api, name, runs, { pollMs: POLL_MS });
        const tasks = runs * WIDTH;
        return { cluster_noop_tasks_per_s: (tasks / took) * 1000, ...shares(before, used(), tasks) };
      },
      close: () => leave(context, cluster),
    };
  },
};

/** Seconds for 1 000 tasks, of each process and of those of the product together. */
function shares(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  tasks: number,
): Readonly<Record<string, number>> {
  const share = (name: string): number => (((after[name] ?? 0) - (before[name] ?? 0)) / tasks) * 1000;
  const each = Object.fromEntries(Object.keys(before).map((name) => [`${CPU}_${name}`, share(name)]));
  return { [CPU]: SERVICES.reduce((total, service) => total + share(service), 0), ...each };
}

async function leave(context: BenchContext, cluster: RunningCluster): Promise<void> {
  await cluster.stopServices();
  context.shared.noopCluster = cluster;
}
