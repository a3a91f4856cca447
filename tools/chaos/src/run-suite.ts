import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { REPOSITORY } from '@millrace/e2e';
import type { SuiteRow } from './row.js';

const VITEST = 'node_modules/vitest/vitest.mjs';

/** Runs the tests of a row with that seed; gives how many passed. Throws what they said where one failed. */
export async function runSuite({ project, file, tests }: SuiteRow, seed: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-chaos-'));
  const report = join(folder, 'report.json');
  const args = [
    ...['run', '--project', project, file],
    ...(tests === undefined ? [] : ['-t', tests]),
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ];
  try {
    const { code, said } = await runVitest(args, seed);
    if (code !== 0) throw new Error(said);
    return (JSON.parse(readFileSync(report, 'utf8')) as { readonly numPassedTests: number }).numPassedTests;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runVitest(
  args: readonly string[],
  seed: number,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [VITEST, ...args], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MILLRACE_SEED: String(seed) },
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, out, err] = await Promise.all([exited, text(child.stdout), text(child.stderr)]);
  return { code, said: `${out}${err}` };
}
