import nx from '@nx/eslint-plugin';
import { createProjectGraphAsync } from '@nx/devkit';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importRules } from './tools/lint/import-bans.mjs';
import { moduleBoundaries } from './tools/lint/layers.mjs';
import { noCycle } from './tools/lint/no-cycle.mjs';
import * as restrict from './tools/lint/restrictions.mjs';

// The boundary rule reads a cached project graph and skips itself, with a mere warning, when there is none.
process.env.NX_DAEMON = 'false';
await createProjectGraphAsync({ exitOnError: false });

const SPECS = ['**/*.spec.ts', '**/*.contract.ts', '**/testing/**/*.ts', 'e2e/**/*.ts'];
const PRODUCT = ['libs/**/*.ts', 'services/**/*.ts', 'cli/**/*.ts'];
const PLUGINS = ['libs/tasks/**/*.ts', 'libs/alerts/**/*.ts'];

const sizes = (lines) => ({
  'max-lines': ['error', { max: lines }],
  complexity: ['error', { max: 10 }],
  'max-depth': ['error', { max: 3 }],
});

const noDefaultExport = {
  'no-restricted-exports': [
    'error',
    {
      restrictDefaultExports: {
        direct: true,
        named: true,
        defaultFrom: true,
        namedFrom: true,
        namespaceFrom: true,
      },
    },
  ],
};

const always = {
  ...sizes(300),
  ...noDefaultExport,
  eqeqeq: ['error', 'always'],
  'prefer-const': 'error',
  'no-var': 'error',
  'no-else-return': 'error',
  'no-param-reassign': 'error',
  'no-restricted-syntax': ['error', ...restrict.PRODUCTION_SYNTAX],
};

const typed = {
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  // A port's method is async even where one adapter has nothing to wait for.
  '@typescript-eslint/require-await': 'off',
};

/** Matchers such as expect.objectContaining are typed any; a bound method is what a spy hands over. */
const looserInSpecs = {
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  '@typescript-eslint/no-non-null-assertion': 'off',
  '@typescript-eslint/unbound-method': 'off',
};

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '.nx/',
      '.build/',
      '.millrace/',
      'coverage/',
      'tools/lint-fixtures/cases/',
      'tools/generators/templates/',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  { files: ['**/*.mjs', '**/*.js'], rules: always },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.spec.json'], tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@nx': nx, millrace: { rules: { ...importRules, 'no-cycle': noCycle } } },
    rules: {
      ...always,
      ...typed,
      '@nx/enforce-module-boundaries': ['error', moduleBoundaries({ inTests: false })],
      'millrace/no-cycle': 'error',
      'millrace/no-deep-path': 'error',
      'millrace/shared-library': 'error',
    },
  },
  {
    files: PRODUCT,
    ignores: SPECS,
    rules: { 'millrace/driver-home': 'error', 'millrace/test-code': 'error' },
  },
  {
    files: ['libs/dag/**/*.ts'],
    ignores: SPECS,
    rules: {
      'millrace/pure-imports': 'error',
      'no-restricted-globals': ['error', ...restrict.IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...restrict.IMPURE_PROPERTIES],
      'no-restricted-syntax': ['error', ...restrict.IMPURE_SYNTAX],
    },
  },
  { files: PLUGINS, ignores: SPECS, rules: { 'millrace/plugin-doors': 'error' } },
  {
    files: ['libs/config/**/*.ts', 'libs/telemetry/**/*.ts', 'libs/api-contract/**/*.ts'],
    rules: { 'millrace/shared-domain': 'error' },
  },
  {
    files: ['libs/nest-kit/**/*.ts', 'services/**/*.ts'],
    ignores: [
      ...SPECS,
      'services/*/src/main.ts',
      'services/*/src/**/*-thread.ts',
      'services/standalone/**/*.ts',
      'services/cluster/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...restrict.PORT_ONLY_SYNTAX] },
  },
  {
    files: SPECS,
    rules: {
      ...looserInSpecs,
      ...sizes(400),
      '@nx/enforce-module-boundaries': ['error', moduleBoundaries({ inTests: true })],
      'no-restricted-globals': ['error', ...restrict.SPEC_GLOBALS],
      'no-restricted-imports': ['error', { paths: restrict.SPEC_IMPORTS }],
      'no-restricted-syntax': ['error', ...restrict.SPEC_SYNTAX],
    },
  },
  // What makes answers late has to wait; no test waits for it.
  { files: ['tools/testing/src/proxy/lane.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['*.config.{mjs,ts}', 'tools/bin/*-reporter.mjs'], rules: { 'no-restricted-exports': 'off' } },
);
