import { resolve } from 'node:path';
import type { Mutant } from '@millrace/simulator';
import { mutated } from '@millrace/simulator';
import { loadConfigFromFile, mergeConfig } from 'vite';
import { defineConfig } from 'vitest/config';

const mutant = JSON.parse(process.env.MILLRACE_MUTANT ?? '') as Mutant;
const file = resolve(import.meta.dirname, mutant.file);

/** The unit tests, over a slip in one line of the product. */
export default defineConfig(async (environment) => {
  const usual = await loadConfigFromFile(environment, resolve(import.meta.dirname, 'vitest.config.ts'));
  return mergeConfig(usual?.config ?? {}, {
    // Another mutant than this one must not be taken from there.
    test: { fsModuleCache: false },
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform: (source: string, id: string) => (id === file ? mutated(source, mutant) : undefined),
      },
    ],
  });
});
