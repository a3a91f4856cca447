import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.js';
import { runInParallel } from '../run-in-parallel.js';

const WIDTH = 16;

/** What a shell task needs of the machine, and nothing of the engine: folder, script file, process, two pipes. */
export const rawSpawn: Benchmark = {
  figures: [{ name: 'raw_spawn_per_s', unit: 'processes/s', limit: 'raw_true_per_s' }],
  what: '600 shells, 16 at once, each with a script file in a folder of its own and a group of its own',
  open: (context) => {
    const root = context.folder('spawn');
    const count = context.quick ? 100 : 600;
    let made = 0;
    const one = async (): Promise<void> => {
      made += 1;
      const folder = join(root, String(made));
      mkdirSync(folder, { mode: 0o700 });
      writeFileSync(join(folder, 'script.sh'), 'true', { flag: 'wx', mode: 0o700 });
      await runShell(folder);
      rmSync(folder, { recursive: true });
    };
    return Promise.resolve({
      round: async () => {
        const since = performance.now();
        await runInParallel(count, WIDTH, one);
        return { raw_spawn_per_s: (count / (performance.now() - since)) * 1000 };
      },
    });
  },
};

function runShell(cwd: string): Promise<void> {
  const env = { PATH: process.env['PATH'], HOME: cwd };
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['./script.sh'], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.resume();
    child.stderr.resume();
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`sh ended with ${code}.`))));
  });
}
