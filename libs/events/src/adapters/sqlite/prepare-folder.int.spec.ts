import { chmodSync, existsSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolders } from '../../../testing/index.js';
import { DataFolderError } from '../../log-errors.js';
import { prepareFolder, proveRoom } from './prepare-folder.js';

const newFolder = makeFolders();
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a data folder', () => {
  it('is made with all folders above it, for its user alone', () => {
    const above = join(newFolder(), 'a');
    prepareFolder(join(above, 'b'));
    expect([modeOf(above), modeOf(join(above, 'b'))]).toEqual([0o700, 0o700]);
  });

  it('that is there keeps its mode', () => {
    const folder = newFolder();
    chmodSync(folder, 0o755);
    prepareFolder(folder);
    expect(modeOf(folder)).toBe(0o755);
  });

  it('may be reached by a link', () => {
    const link = join(newFolder(), 'link');
    symlinkSync(newFolder(), link);
    expect(() => prepareFolder(link)).not.toThrow();
  });

  it.each([0o775, 0o757, 0o777])(
    'that others can write to (%o) is refused with the command that helps',
    (mode) => {
      const folder = newFolder();
      chmodSync(folder, mode);
      expect(() => prepareFolder(folder)).toThrow(DataFolderError);
      expect(() => prepareFolder(folder)).toThrow(`(mode ${mode.toString(8)}): chmod go-w ${folder}`);
      expect(modeOf(folder)).toBe(mode);
    },
  );

  it('is refused where a file stands, or a link that leads nowhere', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    for (const name of ['file', 'link']) {
      expect(() => prepareFolder(join(folder, name))).toThrow(DataFolderError);
      expect(() => prepareFolder(join(folder, name))).toThrow(`${join(folder, name)} is no folder`);
    }
  });

  it.skipIf(!existsSync('/proc/self'))('is refused at once in a file system that takes no folders', () => {
    expect(() => prepareFolder('/proc/millrace/data')).toThrow(DataFolderError);
    expect(() => prepareFolder('/proc/millrace')).toThrow('/proc takes no folders');
  });
});

describe('the room for a start', () => {
  it('is looked for without leaving anything', () => {
    const folder = newFolder();
    proveRoom(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))('is missing on a disk that is full', () => {
    const folder = newFolder();
    symlinkSync('/dev/full', join(folder, 'room'));
    expect(() => proveRoom(folder)).toThrow(/ENOSPC/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
