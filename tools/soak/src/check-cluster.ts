import { existsSync, writeFileSync } from 'node:fs';
import { RunningCommand } from '@millrace/e2e';
import type { Checked } from './judge/soak-result.js';

const CHECKER = 'tools/checker/dist/main.js';
/** Exit code of a checker that has found something. */
const FOUND = 1;

interface Found {
  readonly counts: Readonly<Record<string, unknown>>;
  readonly skipped: readonly string[];
  readonly violated: Readonly<Record<string, number>>;
  readonly violations: readonly Readonly<Record<string, unknown>>[];
}

export interface CheckPlan {
  /** Settings of the cluster. */
  readonly config: string;
  readonly journal: string;
  readonly answers: string;
  /** Where its whole answer is kept. */
  readonly file: string;
}

/** Has the checker look at a cluster at rest, in a process of its own. Throws where it could not. */
export async function checkCluster({ config, journal, answers, file }: CheckPlan): Promise<Checked> {
  const named = Object.entries({ '--journal': journal, '--answers': answers }).filter(([, path]) =>
    existsSync(path),
  );
  const command = new RunningCommand([CHECKER, '--kafka', config, ...named.flat(), '--processes', '--json']);
  const { code, out, err } = await command.give().ended;
  if (code !== 0 && code !== FOUND) throw new Error(`The checker ended with ${code}: ${err}`);
  writeFileSync(file, out);
  const { counts, skipped, violated, violations } = JSON.parse(out) as Found;
  const kept = violations.map((one) => JSON.stringify(one));
  const total = Object.values(violated).reduce((sum, count) => sum + count, 0);
  const more = total > kept.length ? [`${total - kept.length} more`] : [];
  return { counts, skipped, violations: [...kept, ...more] };
}
