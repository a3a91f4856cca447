import { spawn } from 'node:child_process';
import type { Benchmark } from '../benchmark.js';
import { runInParallel } from '../run-in-parallel.js';

const WIDTH = 16;

/** The quickest process there is: what the machine and Node take for any. */
export const rawTrue: Benchmark = {
  figures: [{ name: 'raw_true_per_s', unit: 'processes/s' }],
  what: '1 000 processes of /bin/true, 16 at once, without pipes',
  open: (context) => {
    const count = context.quick ? 200 : 1000;
    return Promise.resolve({
      round: async () => {
        const since = performance.now();
        await runInParallel(count, WIDTH, runTrue);
        return { raw_true_per_s: (count / (performance.now() - since)) * 1000 };
      },
    });
  },
};

function runTrue(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/true', { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}
