import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolders, startProcess } from '../../../testing/index.js';
import { LogCorruptError, LogInUseError } from '../../log-errors.js';
import { SqliteEventLog } from './sqlite-event-log.js';

const newFolder = makeFolders();
const open = (folder: string): SqliteEventLog =>
  SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 0 });

describe('the lock on a data folder', () => {
  it('refuses a second process, and says which one has the folder and what to do', async () => {
    const folder = newFolder();
    const holder = startProcess('hold-log.ts', folder);
    await holder.until(1);
    expect(() => open(folder)).toThrow(LogInUseError);
    expect(() => open(folder)).toThrow(
      `The data folder ${folder} is in use by process ${holder.pid}. Stop that process, or give another folder`,
    );
    await holder.kill();
  });

  it('is free as soon as its process has been killed', async () => {
    const folder = newFolder();
    const holder = startProcess('hold-log.ts', folder);
    await holder.until(1);
    await holder.kill();
    const log = open(folder);
    await log.append('commands', [{ partition: 0, key: null, value: 'a' }]);
    await log.close();
  });

  it('refuses a second log of the same process', async () => {
    const folder = newFolder();
    const first = open(folder);
    expect(() => open(folder)).toThrow(LogInUseError);
    await first.close();
    await open(folder).close();
  });

  it('is free after an open that was refused for another reason', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'log.db'), 'no database at all'.repeat(100));
    expect(() => open(folder)).toThrow(LogCorruptError);
    writeFileSync(join(folder, 'log.db'), '');
    await open(folder).close();
  });

  it('does not take a damaged lock for another process', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'owner.lock'), 'no database at all'.repeat(100));
    expect(() => open(folder)).toThrow(LogCorruptError);
    expect(() => open(folder)).toThrow(/owner\.lock is damaged/);
  });

  it('leaves other folders alone', async () => {
    const logs = [open(newFolder()), open(newFolder())];
    await Promise.all(logs.map((log) => log.close()));
  });
});
