import { configurationPage } from './pages/configuration-page.js';
import { cliPage } from './pages/cli-page.js';
import { standaloneOptionsPage } from './pages/standalone-options-page.js';
import type { ReferencePage } from './reference-pages.js';

/** The pages for which programs must be loaded or run. */
export const PROGRAM_PAGES: readonly ReferencePage[] = [
  { file: 'docs/reference/configuration.md', render: configurationPage },
  { file: 'docs/reference/cli.md', render: cliPage },
  { file: 'docs/reference/standalone-options.md', render: standaloneOptionsPage },
];
