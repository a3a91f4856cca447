import type { Benchmark } from '../benchmark.js';
import { loadRuns } from '../load-runs.js';
import { parallelText } from '../workflow-texts.js';
import { POLL_MS } from './poll.js';

const WIDTH = 10;
const SLOTS = 16;

export const shellTasks: Benchmark = {
  figures: [{ name: 'cluster_shell_tasks_per_s', unit: 'tasks/s', limit: 'raw_spawn_per_s' }],
  what: '60 runs of 10 parallel `true` in a shell on 16 slots, until the API shows all as ended',
  open: async (context) => {
    const cluster = await context.startCluster({ slots: SLOTS });
    const runs = context.quick ? 10 : 60;
    return {
      round: async (number) => {
        const name = `shell10-${number}`;
        await cluster.api.publish(name, parallelText(name, WIDTH, "type: shell, script: 'true'"));
        const took = await loadRuns(cluster.api, name, runs, { pollMs: POLL_MS });
        return { cluster_shell_tasks_per_s: ((runs * WIDTH) / took) * 1000 };
      },
      close: () => cluster.remove(),
    };
  },
};
