import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark } from '../benchmark.js';

const CHILD = join(import.meta.dirname, '../heap-child.js');

export const heapPerRun: Benchmark = {
  figures: [{ name: 'heap_bytes_per_active_run', unit: 'bytes' }],
  what: '10 000 runs of a chain of ten whose first task is running: what two collections leave, less what was there before',
  open: (context) =>
    Promise.resolve({
      round: async () => {
        const runs = context.quick ? 1000 : 10_000;
        const args = ['--expose-gc', CHILD, String(runs)];
        const { stdout } = await promisify(execFile)(process.execPath, args);
        return { heap_bytes_per_active_run: Number(stdout) / runs };
      },
    }),
};
