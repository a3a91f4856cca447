import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from '../chance.js';
import { ROOT } from '../repository.js';
import { TESTS, killMutant, testsFail } from './kill-mutant.js';
import type { Mutant } from './mutant.js';
import { MUTATED_FILES } from './mutated-files.js';
import { mutantsOf } from './mutants-of.js';

/** Simulations search for so long, milliseconds, where the tests have found nothing. */
const LIMIT_MS = 90_000;

export interface MutantsInit {
  readonly count: number;
  readonly seed: number;
  readonly jobs: number;
  readonly say: (line: string) => void;
}

/** Draws mutants and tries to kill each; gives those that live. Throws where the tests fail without one. */
export async function killMutants({ count, seed, jobs, say }: MutantsInit): Promise<readonly Mutant[]> {
  const living: Mutant[] = [];
  const mutants = drawMutants(count, seed);
  await refuseFailingTests(mutants);
  for (const mutant of mutants) {
    const killer = await killMutant({ mutant, seed, jobs, limitMs: LIMIT_MS });
    if (killer === undefined) living.push(mutant);
    say(`${killer ? `killed by ${killer}` : 'LIVES'}: ${inWords(mutant)}`);
  }
  say(`${count - living.length} of ${count} mutants killed`);
  return living;
}

/** In a line, as people look for it. */
export function inWords({ file, line, before, after }: Mutant): string {
  return `${file}:${line}: ${before.trim()} → ${after.trim()}`;
}

/** Tests that fail anyway would kill everything. */
async function refuseFailingTests(mutants: readonly Mutant[]): Promise<void> {
  for (const tests of TESTS)
    for (const [under, [first]] of Map.groupBy(mutants, ({ file }) => tests.under(file)))
      if (first && (await testsFail({ ...first, after: first.before }, tests)))
        throw new Error(`The tests of ${under} (${tests.project}) fail as they are.`);
}

function drawMutants(count: number, seed: number): readonly Mutant[] {
  const chance = new Chance(seed);
  const left = MUTATED_FILES.flatMap((file) => mutantsOf(file, readFileSync(join(ROOT, file), 'utf8')));
  return Array.from({ length: count }, () => left.splice(chance.whole(0, left.length - 1), 1)).flat();
}
