import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../../..');

function wantedDir(): string {
  return resolve(REPOSITORY, process.env['MILLRACE_FIXTURES'] ?? '../shared/fixtures');
}

/**
 * The folder of recorded examples that tests compare against: `../shared/fixtures` beside the repository, or what
 * `MILLRACE_FIXTURES` names (relative paths count from the repository's root). Undefined when it does not exist.
 */
export function fixturesDir(): string | undefined {
  const dir = wantedDir();
  return existsSync(dir) ? dir : undefined;
}

/**
 * A `describe` block whose tests need the fixtures; `define` receives their folder. Without the folder `define` is not
 * called: one skipped test stands in for the block and a warning names the folder that was looked for.
 */
export function describeWithFixtures(name: string, define: (dir: string) => void): void {
  const dir = fixturesDir();
  if (dir !== undefined) {
    describe(name, () => {
      define(dir);
    });
    return;
  }
  const why = `no fixtures at ${wantedDir()}; MILLRACE_FIXTURES may name their folder`;
  console.warn(`Skipping "${name}": ${why}.`);
  describe(name, () => {
    it('needs the fixtures', (context) => {
      context.skip(why);
    });
  });
}
