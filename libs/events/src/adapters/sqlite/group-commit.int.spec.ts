import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Claimant, makeFolders, numbered } from '../../../testing/index.js';
import { createLog } from '../../log-birth.js';
import { SqliteEventLog } from './sqlite-event-log.js';

const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/** Commits that stand in the write-ahead log: the frames that say how large the database is after them. */
function commitsIn(folder: string): number {
  const wal = readFileSync(join(folder, 'log.db-wal'));
  const frame = FRAME_HEADER + wal.readUInt32BE(8);
  let commits = 0;
  for (let at = WAL_HEADER; at + frame <= wal.length; at += frame) {
    const current = wal.subarray(16, 24).equals(wal.subarray(at + 8, at + 16));
    if (current && wal.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}

const newFolder = makeFolders();
let folder: string;
let log: SqliteEventLog;

beforeEach(() => {
  folder = newFolder();
  log = SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 0 });
});

afterEach(async () => {
  await log.close();
});

async function commitsOf(work: () => Promise<unknown>): Promise<number> {
  const before = commitsIn(folder);
  await work();
  return commitsIn(folder) - before;
}

const append = async (partition: number, value: string): Promise<readonly number[]> =>
  await log.append('commands', [{ partition, key: null, value }]);

describe('group commit', () => {
  it('commits a single append by itself, without waiting for others', async () => {
    expect(await commitsOf(async () => await append(0, 'a'))).toBe(1);
  });

  it('commits all appends of one turn of the event loop at once', async () => {
    const texts = numbered('c', 200);
    expect(await commitsOf(async () => await Promise.all(texts.map((text) => append(0, text))))).toBe(1);
    expect(await log.bounds('commands', 0)).toEqual({ start: 0, end: 200 });
  });

  it('commits appends to all partitions and topics of a file at once', async () => {
    const commits = await commitsOf(
      async () =>
        await Promise.all([
          ...[0, 1, 2, 3].map((partition) => append(partition, 'c')),
          log.append('catalog', [
            { partition: 0, key: 'p', value: { kind: 'project', project: 'p', title: 'p', createdAt: 0 } },
          ]),
        ]),
    );
    expect(commits).toBe(1);
  });

  it('commits the sends of the owners of several partitions at once', async () => {
    await createLog(log, () => 'log', 0);
    const owners = [0, 1, 2, 3].map((partition) => new Claimant(log, partition, 'a'));
    for (const owner of owners) await owner.claim();
    expect(await commitsOf(async () => await Promise.all(owners.map((owner) => owner.send(5))))).toBe(1);
  });

  it('commits every turn by itself: an append never waits for the next one', async () => {
    const commits = await commitsOf(async () => {
      for (const text of numbered('c', 5)) await append(0, text);
    });
    expect(commits).toBe(5);
  });

  it('commits what still waits when the log closes', async () => {
    const waiting = append(0, 'last');
    await log.close();
    expect(await waiting).toEqual([0]);
    log = SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 0 });
    expect((await log.read('commands', 0, 0, 10)).records).toMatchObject([{ value: 'last' }]);
  });
});
