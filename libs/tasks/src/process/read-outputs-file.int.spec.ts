import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_OUTPUTS_BYTES, readOutputsFile } from './read-outputs-file.js';

describe('readOutputsFile', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-outputs-'));
    path = join(folder, 'outputs');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads what was written', () => {
    writeFileSync(path, 'größe=12\n');
    expect(readOutputsFile(path)).toMatchObject({ code: 'OUTPUTS_INVALID' });
    writeFileSync(path, 'size=groß\n');
    expect(readOutputsFile(path)).toEqual({ outputs: { size: 'groß' } });
  });

  it('takes a file that was never made as no outputs', () => {
    expect(readOutputsFile(path)).toEqual({ outputs: {} });
    expect(readOutputsFile(undefined)).toEqual({ outputs: {} });
  });

  it('takes 64 KiB and not one byte more', () => {
    writeFileSync(path, `a=${'x'.repeat(MAX_OUTPUTS_BYTES - 2)}`);
    expect(readOutputsFile(path)).toHaveProperty('outputs.a.length', MAX_OUTPUTS_BYTES - 2);
    writeFileSync(path, `a=${'x'.repeat(MAX_OUTPUTS_BYTES - 1)}`);
    expect(readOutputsFile(path)).toMatchObject({ code: 'OUTPUTS_TOO_LARGE' });
  });

  it('does not follow a link', () => {
    writeFileSync(join(folder, 'secret'), 'a=1');
    symlinkSync(join(folder, 'secret'), path);
    expect(readOutputsFile(path)).toMatchObject({ code: 'OUTPUTS_INVALID' });
  });

  it('refuses a folder and a named pipe without waiting for a writer', () => {
    mkdirSync(path);
    expect(readOutputsFile(path)).toMatchObject({ code: 'OUTPUTS_INVALID' });
    rmSync(path, { recursive: true });
    execFileSync('mkfifo', [path]);
    expect(readOutputsFile(path)).toMatchObject({ code: 'OUTPUTS_INVALID' });
  });

  it('refuses bytes that are not UTF-8', () => {
    writeFileSync(path, Buffer.from([0x61, 0x3d, 0xff]));
    expect(readOutputsFile(path)).toMatchObject({ code: 'OUTPUTS_INVALID' });
  });
});
