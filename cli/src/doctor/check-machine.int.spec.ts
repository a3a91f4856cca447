import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDataFolder } from './check-machine.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-doctor-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the data folder', () => {
  it.each([0o700, 0o755])('is well with mode %o', async (mode) => {
    chmodSync(folder, mode);
    expect(await checkDataFolder(folder, undefined)).toMatchObject({ state: 'ok' });
  });

  it('keeps the engine from starting where others can write to it', async () => {
    chmodSync(folder, 0o775);
    expect(await checkDataFolder(folder, undefined)).toMatchObject({
      state: 'fail',
      hint: `chmod go-w ${folder}`,
    });
  });
});
