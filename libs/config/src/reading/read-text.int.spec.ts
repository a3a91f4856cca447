import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES, readTextFile, tryReadText } from './read-text.js';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const read = (path: string) => tryReadText(path, readTextFile);

describe('the text of a file', () => {
  it('is read as UTF-8, without a byte order mark', () => {
    expect(read(written('plain', 'ä\r\n'))).toEqual({ text: 'ä\r\n' });
    expect(read(written('marked', '\uFEFFa: b'))).toEqual({ text: 'a: b' });
  });

  it('is read through a link, as secrets are mounted', () => {
    symlinkSync(written('target', 'x'), join(folder, 'link'));

    expect(read(join(folder, 'link'))).toEqual({ text: 'x' });
  });

  it('may have 1 MiB and not a byte more', () => {
    expect(read(written('full', 'x'.repeat(MAX_FILE_BYTES)))).toHaveProperty('text');
    expect(read(written('over', 'x'.repeat(MAX_FILE_BYTES + 1)))).toEqual({
      problem: 'has more than 1 MiB; is it the right file?',
    });
  });

  it.each([
    ['is missing', () => join(folder, 'none'), 'there is no such file; check the path'],
    ['has no path', () => '', 'there is no such file; check the path'],
    [
      'is below a file',
      () => join(written('file', ''), 'x'),
      'there is no such file: a part of its path is no folder; check the path',
    ],
    [
      'is a folder',
      () => {
        mkdirSync(join(folder, 'inner'));
        return join(folder, 'inner');
      },
      'is a folder; name a file',
    ],
    [
      'is not UTF-8',
      () => written('latin', Uint8Array.of(0xe4, 0x0a)),
      'is not text in UTF-8; save it as UTF-8',
    ],
  ])('is refused when it %s', (_, pathOf, problem) => {
    expect(read(pathOf())).toEqual({ problem });
  });
});
