import { describe, expect, it } from 'vitest';
import { Claimant, foldOn, makeFolders } from '../../../testing/index.js';
import { Fold } from '../../fold.js';
import { createLog } from '../../log-birth.js';
import { SqliteEventLog } from './sqlite-event-log.js';
import { SqliteLogReader } from './sqlite-log-reader.js';

const newFolder = makeFolders();

async function ownedLog(): Promise<{
  folder: string;
  log: SqliteEventLog;
  owner: Claimant;
  reader: SqliteLogReader;
}> {
  const folder = newFolder();
  const log = SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 42 });
  await createLog(log, () => 'log', 0);
  const owner = new Claimant(log, 2, 'a');
  await owner.claim();
  return { folder, log, owner, reader: new SqliteLogReader(folder, 4) };
}

describe('a reader of an embedded log beside its owner', () => {
  it('sees what has been committed, page by page, and what comes after', async () => {
    const { log, owner, reader } = await ownedLog();
    await owner.send(7);
    expect(reader.read(2, 0, 4).map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
    expect(reader.read(2, 4, 100).map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8]);
    expect(reader.read(2, 9, 100)).toEqual([]);
    expect(await reader.end(2)).toBe(9);
    await owner.send(1);
    expect(await reader.end(2)).toBe(10);
    expect(reader.read(2, 9, 100)).toMatchObject([{ offset: 9, time: 42, key: null }]);
    reader.close();
    await log.close();
  });

  it('comes to the same as who reads through the log', async () => {
    const { log, owner, reader } = await ownedLog();
    await owner.send(3);
    const fold = new Fold();
    for (const { offset, value } of reader.read(2, 0, 100)) fold.accept(offset, value);
    expect(fold.state).toEqual((await foldOn(log, 2)).fold.state);
    reader.close();
    await log.close();
  });

  it('can only read, and neither holds up the owner nor keeps the folder', async () => {
    const { folder, log, owner, reader } = await ownedLog();
    reader.read(2, 0, 1);
    await owner.send(500);
    await log.close();
    const again = SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 0 });
    expect(reader.read(2, 500, 100)).toHaveLength(2);
    reader.close();
    await again.close();
  });

  it('knows no partition beyond those of the log', async () => {
    const { log, reader } = await ownedLog();
    expect(reader.read(4, 0, 10)).toEqual([]);
    reader.close();
    await log.close();
  });
});
