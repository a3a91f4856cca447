import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fixturesDir } from './fixtures.js';

describe('fixturesDir', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is the folder that MILLRACE_FIXTURES names', () => {
    vi.stubEnv('MILLRACE_FIXTURES', tmpdir());

    expect(fixturesDir()).toBe(tmpdir());
  });

  it('is undefined when the folder does not exist', () => {
    vi.stubEnv('MILLRACE_FIXTURES', join(tmpdir(), 'no-such-folder-of-millrace'));

    expect(fixturesDir()).toBeUndefined();
  });

  it('counts relative folders from the root of the repository', () => {
    vi.stubEnv('MILLRACE_FIXTURES', 'tools/testing/src');

    expect(fixturesDir()).toBe(import.meta.dirname);
  });
});
