import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spawner } from '../src/process/spawner/spawner.js';
import type { SpawnerProgram } from '../src/process/spawner/spawner-link.js';

/** Node runs the source as it is; of what it imports, `.js` means the `.ts` beside it. */
const FIND_SOURCES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve: (name, context, next) => next(name.replace(/^(\\..*)\\.js$/, '$1.ts'), context) });
`)}`;

/** The spawner, and what Node needs to run sources at all. */
export const SOURCE: SpawnerProgram = {
  entry: new URL('../src/process/spawner/spawner-process.ts', import.meta.url),
  execArgv: ['--disable-warning=ExperimentalWarning', '--import', FIND_SOURCES],
};

/** A spawner of the source, with a folder of its own that goes with this process. */
export function makeSpawner(): Spawner {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-pipes-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return new Spawner(join(folder, 'pipes'), SOURCE);
}

let shared: Spawner | undefined;

/** One for all tests of a file; it ends with this process. */
export function sourceSpawner(): Spawner {
  return (shared ??= makeSpawner());
}
