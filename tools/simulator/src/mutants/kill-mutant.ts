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
  if (await testsFail(mutant)) return 'unit tests';
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

/** Whether the unit tests of its package fail over the mutant. */
export function testsFail(mutant: Mutant): Promise<boolean> {
  const [kind = '', name = ''] = mutant.file.split('/');
  const config = 'vitest.mutant.config.ts';
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    '--project',
    'unit',
    '--bail',
    '1',
  ];
  const env = { ...process.env, MILLRACE_MUTANT: JSON.stringify(mutant) };
  return new Promise((resolve) => {
    execFile(process.execPath, [...args, `${kind}/${name}/`], { cwd: ROOT, env, timeout: 180_000 }, (error) =>
      resolve(error !== null),
    );
  });
}
