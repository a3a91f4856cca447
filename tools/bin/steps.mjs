/** What check and test share: how a step is run, timed and shown. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Runs Node (the one that runs this script) from the root of the repository.
 * `shown`: pass the output to the terminal as it comes; otherwise it is collected in `output`.
 */
export function runNode(args, { shown = false } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', failed);
    child.once('close', (code) => done({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

const TSC = 'node_modules/typescript/bin/tsc';

/** The checks that need no test: quickest first. Each is a list of runs of Node, all of which must succeed. */
export const CHECKS = [
  {
    name: 'format',
    runs: [['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  },
  { name: 'types', runs: [['tools/bin/build.mjs'], [TSC, '-p', 'tsconfig.spec.json']] },
  { name: 'lint', runs: [['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']] },
];

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs a step, prints its name and time and, when it fails, its output. Resolves to whether it succeeded. */
export async function runStep({ name, runs }) {
  const since = performance.now();
  for (const args of runs) {
    const { ok, output } = await runNode(args);
    if (!ok) {
      console.log(`✗ ${name} (${seconds(since)})\n${output}`);
      return false;
    }
  }
  console.log(`✓ ${name} (${seconds(since)})`);
  return true;
}
