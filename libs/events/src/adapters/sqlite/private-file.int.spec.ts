import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { makeFolders } from '../../../testing/index.js';
import { DataFolderError } from '../../log-errors.js';
import { keepPrivate } from './private-file.js';
import { SqliteEventLog } from './sqlite-event-log.js';

const newFolder = makeFolders();
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a private file', () => {
  it('is made for its user alone, whatever the umask', () => {
    const file = join(newFolder(), 'data.db');
    const before = process.umask(0);
    try {
      keepPrivate(file);
    } finally {
      process.umask(before);
    }
    expect(modeOf(file)).toBe(0o600);
  });

  it('that is there keeps what it holds and loses the rights of others, and so does what SQLite keeps beside it', () => {
    const file = join(newFolder(), 'data.db');
    for (const name of [file, `${file}-wal`]) {
      writeFileSync(name, 'text');
      chmodSync(name, 0o664);
    }
    keepPrivate(file);
    expect([file, `${file}-wal`].map(modeOf)).toEqual([0o600, 0o600]);
    expect(readFileSync(file, 'utf8')).toBe('text');
    expect(existsSync(`${file}-shm`)).toBe(false);
  });

  it('hands its mode to what SQLite makes beside it', () => {
    const file = join(newFolder(), 'data.db');
    keepPrivate(file);
    const db = new DatabaseSync(file);
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
    expect([`${file}-wal`, `${file}-shm`].map(modeOf)).toEqual([0o600, 0o600]);
    db.close();
  });

  it('is refused where a folder stands', () => {
    const file = join(newFolder(), 'data.db');
    mkdirSync(file);
    expect(() => keepPrivate(file)).toThrow(DataFolderError);
    expect(() => keepPrivate(file)).toThrow(`${file} is a folder where a file belongs`);
  });

  it.skipIf(process.getuid?.() === 0)('is refused where its user may not write to it', () => {
    const file = join(newFolder(), 'data.db');
    writeFileSync(file, '', { mode: 0o400 });
    expect(() => keepPrivate(file)).toThrow(/EACCES/);
  });

  it('is every file of an embedded log', async () => {
    const folder = newFolder();
    const log = SqliteEventLog.open({ folder, partitions: { P: 1, L: 1 }, clock: () => 0 });
    const names = readdirSync(folder);
    expect(names).toContain('log.db-wal');
    expect(names.filter((name) => modeOf(join(folder, name)) !== 0o600)).toEqual([]);
    await log.close();
  });
});
