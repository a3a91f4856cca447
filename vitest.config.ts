import { defineConfig } from 'vitest/config';

const IGNORED = ['**/node_modules/**', '**/dist/**', 'tools/lint-fixtures/cases/**'];
const INT = '**/*.int.spec.ts';
const E2E = '**/*.e2e.spec.ts';

/** Tests read sources, never dist: an old build cannot hide a mistake. */
const conditions = ['@millrace/source', 'module', 'node'];

export default defineConfig({
  // Vite takes the decorator settings of a tsconfig only for files which that tsconfig includes: state them here.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  ssr: { resolve: { conditions, externalConditions: ['@millrace/source', 'node'] } },
  test: {
    reporters: ['default'],
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.spec.ts'],
          exclude: [...IGNORED, INT, E2E],
          pool: 'threads',
          testTimeout: 5_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'int',
          include: [INT],
          exclude: IGNORED,
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: [E2E],
          exclude: IGNORED,
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
