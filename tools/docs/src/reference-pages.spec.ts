import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCHEMA_PAGES, renderPage } from './reference-pages.js';
import { REPOSITORY } from './repository.js';

describe('the reference made from schemas', () => {
  it.each(SCHEMA_PAGES)('$file is what npm run docs writes', async (page) => {
    expect(readFileSync(join(REPOSITORY, page.file), 'utf8')).toBe(await renderPage(page));
  });
});
