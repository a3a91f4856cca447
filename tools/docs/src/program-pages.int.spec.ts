import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, standaloneOptions } from '@millrace/standalone';
import { describe, expect, it } from 'vitest';
import { PROGRAM_PAGES } from './program-pages.js';
import { renderPage } from './reference-pages.js';
import { REPOSITORY } from './repository.js';

describe('the reference made from programs', () => {
  it.each(PROGRAM_PAGES)('$file is what npm run docs writes', async (page) => {
    expect(readFileSync(join(REPOSITORY, page.file), 'utf8')).toBe(await renderPage(page));
  });

  it('states the defaults that are computed', () => {
    const { data, slots, port } = readOptions([], {});

    expect(data.endsWith('/.millrace')).toBe(true);
    expect(slots).toBeGreaterThanOrEqual(4);
    expect(port).toBeUndefined();
    expect(standaloneOptions.shape.port.isOptional()).toBe(true);
  });
});
