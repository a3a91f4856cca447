import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { Claimant, makeFolders, numbered, startProcess } from '../../../testing/index.js';
import { createLog } from '../../log-birth.js';
import { DataFolderError, LogCorruptError, LogTooNewError } from '../../log-errors.js';
import { SqliteEventLog } from './sqlite-event-log.js';

const PAGE = 4096;
const MIB = 1024 * 1024;
const WHAT_TO_DO = /is damaged \(.+\)\. Keep a copy, restore it from a backup, or move it away/s;
const newFolder = makeFolders();
const open = (folder: string): SqliteEventLog =>
  SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 0 });

/** A log with so many commands, cleanly closed. */
async function filledFolder(texts: readonly string[]): Promise<string> {
  const folder = newFolder();
  const log = open(folder);
  await log.append(
    'commands',
    texts.map((value) => ({ partition: 0, key: null, value })),
  );
  await log.close();
  return folder;
}

/** Turns over every bit of a page. */
function damagePage(file: string, page: number): void {
  const bytes = readFileSync(file).subarray(page * PAGE, (page + 1) * PAGE);
  const fd = openSync(file, 'r+');
  writeSync(
    fd,
    bytes.map((byte) => ~byte),
    0,
    PAGE,
    page * PAGE,
  );
  closeSync(fd);
}

function change(file: string, sql: string): void {
  const raw = new DatabaseSync(file);
  raw.exec(sql);
  raw.close();
}

describe('a data folder that is not as it should be', () => {
  it('is made when it is not there', async () => {
    const folder = join(newFolder(), 'a', 'b');
    await open(folder).close();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'log.db')).size).toBeGreaterThan(0);
  });

  it('is refused with a damaged page in its middle, with what to do', async () => {
    const folder = await filledFolder(numbered('a command of some length', 3000));
    const file = join(folder, 'log.db');
    damagePage(file, Math.floor(statSync(file).size / PAGE / 2));
    expect(() => open(folder)).toThrow(LogCorruptError);
    expect(() => open(folder)).toThrow(WHAT_TO_DO);
  });

  it('is refused with a damaged first page', async () => {
    const folder = await filledFolder(['a']);
    damagePage(join(folder, 'log.db'), 0);
    expect(() => open(folder)).toThrow(WHAT_TO_DO);
  });

  it('is refused when its file was cut short', async () => {
    const folder = await filledFolder(numbered('a command of some length', 3000));
    const file = join(folder, 'log.db');
    writeFileSync(file, readFileSync(file).subarray(0, Math.floor(statSync(file).size / PAGE / 2) * PAGE));
    expect(() => open(folder)).toThrow(LogCorruptError);
  });

  it.each(['log.db', 'task-logs.db'])('is refused when %s is no database', (name) => {
    const folder = newFolder();
    writeFileSync(join(folder, name), 'this is no database. '.repeat(1000));
    expect(() => open(folder)).toThrow(LogCorruptError);
    expect(() => open(folder)).toThrow(new RegExp(`${name.replace('.', '\\.')} is damaged`));
  });

  it.each(['log.db', 'task-logs.db'])(
    'is refused when a newer release has written %s, with what to do',
    async (name) => {
      const folder = await filledFolder(['a']);
      change(join(folder, name), "UPDATE meta SET value = '2' WHERE key = 'format'");
      expect(() => open(folder)).toThrow(LogTooNewError);
      expect(() => open(folder)).toThrow('(form 2, this one knows 1): start the newer release');
    },
  );

  it('is refused when its table meta was emptied', async () => {
    const folder = await filledFolder(['a']);
    change(join(folder, 'log.db'), 'DELETE FROM meta');
    expect(() => open(folder)).toThrow(LogCorruptError);
    expect(() => open(folder)).toThrow(WHAT_TO_DO);
  });

  it('is refused when it has lost who owns a partition: no claim could ever follow the one that is there', async () => {
    const folder = newFolder();
    const log = open(folder);
    await createLog(log, () => 'log', 0);
    await new Claimant(log, 2, 'owner').claim();
    await log.close();
    change(join(folder, 'log.db'), "DELETE FROM meta WHERE key = 'fence/2'");
    expect(() => open(folder)).toThrow(LogCorruptError);
    expect(() => open(folder)).toThrow(/lacks the owner of partition 2\)\. Keep a copy/);
  });

  it('says of a record that is no JSON where it stands and what to do', async () => {
    const folder = await filledFolder(['a']);
    change(join(folder, 'log.db'), "INSERT INTO snapshots_1 VALUES (3, 0, 'k', 'garbage')");
    const log = open(folder);
    const read = log.read('snapshots', 1, 0, 10);
    await expect(read).rejects.toThrow('log.db is damaged (offset 3 of partition 1 of snapshots is no JSON)');
    await expect(read).rejects.toThrow(WHAT_TO_DO);
    await log.close();
  });

  it('can be used again when what was damaged has been moved away', async () => {
    const folder = await filledFolder(numbered('c', 10));
    writeFileSync(join(folder, 'log.db'), 'this is no database. '.repeat(1000));
    expect(() => open(folder)).toThrow(LogCorruptError);
    writeFileSync(join(folder, 'log.db'), '');
    const log = open(folder);
    expect(await log.bounds('commands', 0)).toEqual({ start: 0, end: 0 });
    await log.close();
  });

  it('is refused when a file stands in its place', () => {
    const file = join(newFolder(), 'folder');
    writeFileSync(file, '');
    expect(() => open(file)).toThrow(DataFolderError);
  });
});

describe('a log that is too large to be checked at every start', () => {
  /** Its texts are chains of pages, which nobody looks at before they are read. */
  async function largeLog(): Promise<string> {
    const folder = await filledFolder(numbered('x'.repeat(6 * MIB), 12));
    expect(statSync(join(folder, 'log.db')).size).toBeGreaterThan(64 * MIB);
    return folder;
  }

  it('is checked after an unclean stop, and then its damage is found', async () => {
    const folder = await largeLog();
    const file = join(folder, 'log.db');
    const holder = startProcess('hold-log.ts', folder);
    await holder.until(1);
    await holder.kill();
    damagePage(file, Math.floor(statSync(file).size / PAGE / 2));
    expect(() => open(folder)).toThrow(WHAT_TO_DO);
  });

  it('is not checked after a clean stop: its damage is found by who reads there', async () => {
    const folder = await largeLog();
    const file = join(folder, 'log.db');
    damagePage(file, Math.floor(statSync(file).size / PAGE / 2));
    const log = open(folder);
    const readAll = async (): Promise<void> => {
      const { end } = await log.bounds('commands', 0);
      for (let next = 0; next < end;) ({ next } = await log.read('commands', 0, next, 20));
    };
    await expect(readAll()).rejects.toThrow(LogCorruptError);
    await expect(readAll()).rejects.toThrow(WHAT_TO_DO);
    await log.close();
  });
});
