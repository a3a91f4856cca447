import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROGRAM_PAGES } from './program-pages.js';
import { SCHEMA_PAGES, renderPage } from './reference-pages.js';
import { REPOSITORY } from './repository.js';

for (const page of [...SCHEMA_PAGES, ...PROGRAM_PAGES]) {
  const target = join(REPOSITORY, page.file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, await renderPage(page));
  process.stdout.write(`${page.file}\n`);
}
