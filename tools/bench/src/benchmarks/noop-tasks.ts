import type { Benchmark } from '../benchmark.js';
import { loadRuns } from '../load-runs.js';
import { cpuSeconds } from '../process-stat.js';
import { parallelText } from '../workflow-texts.js';

const WIDTH = 10;

/** The log of its rounds is left for `fold-events`. */
export const noopTasks: Benchmark = {
  figures: [
    { name: 'noop_tasks_per_s', unit: 'tasks/s' },
    { name: 'cpu_s_per_1000_tasks', unit: 's' },
  ],
  what: '2 000 runs of 10 parallel no-ops, from the first request until the API shows all as ended',
  open: async (context) => {
    const standalone = await context.startStandalone();
    const runs = context.quick ? 200 : 2000;
    let rounds = 0;
    return {
      round: async (number) => {
        const name = `noop10-${number}`;
        await standalone.api.publish(name, parallelText(name, WIDTH));
        const cpu = cpuSeconds(standalone.pid);
        const took = await loadRuns(standalone.api, name, runs);
        const tasks = runs * WIDTH;
        rounds += 1;
        return {
          noop_tasks_per_s: (tasks / took) * 1000,
          cpu_s_per_1000_tasks: ((cpuSeconds(standalone.pid) - cpu) / tasks) * 1000,
        };
      },
      close: async () => {
        await standalone.stop();
        if (rounds > 0) context.shared.noopLog = standalone.data;
      },
    };
  },
};
