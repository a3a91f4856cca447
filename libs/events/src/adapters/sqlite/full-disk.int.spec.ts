import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Claimant, foldOn, makeFolders, readAll } from '../../../testing/index.js';
import { createLog } from '../../log-birth.js';
import { LogFullError } from '../../log-errors.js';
import { SqliteEventLog } from './sqlite-event-log.js';

const newFolder = makeFolders();
const BIG = 'x'.repeat(20_000);

let log: SqliteEventLog;
/** The connection of the log itself: only there can its size be bounded. */
let connection: DatabaseSync;

function pages(): number {
  return Number(connection.prepare('PRAGMA page_count').get()?.page_count);
}

/** From now on there is room for this many pages more. */
function leaveRoom(more: number): void {
  connection.exec(`PRAGMA max_page_count = ${pages() + more}`);
}

const isLog = (db: DatabaseSync): boolean => db.location()?.endsWith('/log.db') ?? false;

const append = async (partition: number, ...values: readonly string[]): Promise<readonly number[]> =>
  await log.append(
    'commands',
    values.map((value) => ({ partition, key: null, value })),
  );

beforeEach(() => {
  const opened = vi.spyOn(DatabaseSync.prototype, 'exec');
  log = SqliteEventLog.open({ folder: newFolder(), partitions: { P: 4, L: 1 }, clock: () => 0 });
  const found = opened.mock.contexts.filter((db) => db instanceof DatabaseSync).find(isLog);
  opened.mockRestore();
  if (!found) throw new Error('The log has not opened log.db.');
  connection = found;
});

afterEach(async () => {
  await log.close();
});

describe('a log whose disk is full', () => {
  it('refuses an append, says what to do, and has stored nothing of it', async () => {
    await append(0, 'before');
    leaveRoom(2);
    const refused = append(0, 'small', BIG, BIG);
    await expect(refused).rejects.toThrow(LogFullError);
    await expect(refused).rejects.toThrow(/is full: free space; nothing was lost/);
    expect(await log.bounds('commands', 0)).toEqual({ start: 0, end: 1 });
    expect((await readAll(log, 'commands', 0)).map(({ value }) => value)).toEqual(['before']);
  });

  it('goes on where it was as soon as there is space, without a hole', async () => {
    await append(0, 'before');
    leaveRoom(2);
    await expect(append(0, BIG)).rejects.toThrow(LogFullError);
    await expect(append(0, BIG)).rejects.toThrow(LogFullError);
    leaveRoom(1000);
    expect(await append(0, BIG, 'after')).toEqual([1, 2]);
    expect((await readAll(log, 'commands', 0)).map(({ value }) => value)).toEqual(['before', BIG, 'after']);
  });

  it('says so until an append goes well again', async () => {
    expect(log.trouble()).toBeUndefined();
    leaveRoom(2);
    await expect(append(0, BIG)).rejects.toThrow(LogFullError);
    expect(log.trouble()).toMatch(/is full: free space/);
    leaveRoom(1000);
    await append(0, BIG);
    expect(log.trouble()).toBeUndefined();
  });

  it('tries by itself whether it can write again when nobody has for a while', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    leaveRoom(2);
    await expect(append(0, BIG)).rejects.toThrow(LogFullError);
    vi.advanceTimersByTime(10_000);
    expect(log.trouble()).toMatch(/is full/);
    vi.advanceTimersByTime(1);
    expect(log.trouble()).toBeUndefined();
    vi.useRealTimers();
  });

  it('takes what still has room after it has refused what has not', async () => {
    leaveRoom(2);
    await expect(append(0, BIG)).rejects.toThrow(LogFullError);
    expect(await append(0, 'small')).toEqual([0]);
  });

  it('refuses everything that was to be committed together, in every partition', async () => {
    leaveRoom(2);
    const together = await Promise.allSettled([append(0, 'a'), append(1, BIG), append(2, 'c')]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    leaveRoom(1000);
    expect(await Promise.all([append(0, 'a'), append(1, BIG), append(2, 'c')])).toEqual([[0], [0], [0]]);
  });

  it('delivers nothing that it has not stored', async () => {
    const delivered: string[] = [];
    log.follow('commands', 0, 0, (records) => delivered.push(...records.map(({ value }) => value)));
    leaveRoom(2);
    await expect(append(0, BIG)).rejects.toThrow(LogFullError);
    expect(await append(0, 'small')).toEqual([0]);
    expect(delivered).toEqual(['small']);
  });

  it('has no new owner when it could not store the claim', async () => {
    await createLog(log, () => 'log', 0);
    const [owner, other] = [new Claimant(log, 1, 'owner'), new Claimant(log, 1, 'other')];
    await owner.claim();
    await other.prepare();
    leaveRoom(2);
    const claiming = other.sendClaim();
    const filling = append(0, BIG);
    await expect(filling).rejects.toThrow(LogFullError);
    await expect(claiming).rejects.toThrow(LogFullError);
    leaveRoom(1000);
    await owner.send(2);
    expect((await foldOn(log, 1)).fold).toMatchObject({ epoch: 1, seq: 2, voids: 0 });
    expect(await other.claim()).toBe(true);
  });

  it('is whole after a restart', async () => {
    await append(0, 'before');
    leaveRoom(2);
    await expect(append(0, BIG)).rejects.toThrow(LogFullError);
    const folder = connection.location()?.replace(/\/log\.db$/, '') ?? '';
    await log.close();
    log = SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 0 });
    expect(await append(0, BIG)).toEqual([1]);
  });
});
