import { execFile } from 'node:child_process';
import { runMany } from '../run-many.js';
import { ROOT } from '../repository.js';
import type { Mutant } from './mutant.js';

/** Simulated hours of each simulation. */
const HOURS = 0.3;

export interface KillInit {
  readonly mutant: Mutant;
  readonly seed: number;
  /** Simulations end then, milliseconds. */
  readonly limitMs: number;
  readonly jobs: number;
}

/** What has killed a mutant, in a word or two; undefined: it lives. */
export async function killMutant({ mutant, seed, limitMs, jobs }: KillInit): Promise<string | undefined> {
  for (const tests of TESTS) if (await testsFail(mutant, tests)) return tests.name;
  const end = performance.now() + limitMs;
  const ending = new AbortController();
  let killer: number | undefined;
  let made = 0;
  await runMany({
    jobs,
    signal: ending.signal,
    next: () => {
      if (ending.signal.aborted || performance.now() >= end) return undefined;
      made += 1;
      return { seed: seed + made - 1, hours: HOURS, mutant };
    },
    onDone: (done) => {
      if (ending.signal.aborted || done.problems.length === 0) return;
      killer = done.seed;
      ending.abort();
    },
  });
  return killer === undefined ? undefined : `seed ${killer}`;
}

/** Tests that are run over a mutant. */
export interface Tests {
  readonly name: string;
  readonly project: 'unit' | 'int';
  /** Which of them, by the beginning of their path. */
  readonly under: (file: string) => string;
}

/** The unit tests of its package; then those that stand beside it and need a real file system. */
export const TESTS: readonly Tests[] = [
  { name: 'unit tests', project: 'unit', under: (file) => file.replace(/src\/.*$/u, '') },
  { name: 'its integration tests', project: 'int', under: (file) => file.replace(/ts$/u, '') },
];

/** Whether these tests fail over the mutant. */
export function testsFail(mutant: Mutant, { project, under }: Tests): Promise<boolean> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.mutant.config.ts'];
  const options = ['--project', project, '--bail', '1', '--passWithNoTests', under(mutant.file)];
  const env = { ...process.env, MILLRACE_MUTANT: JSON.stringify(mutant) };
  return new Promise((resolve) => {
    execFile(process.execPath, [...args, ...options], { cwd: ROOT, env, timeout: 180_000 }, (error) =>
      resolve(error !== null),
    );
  });
}
