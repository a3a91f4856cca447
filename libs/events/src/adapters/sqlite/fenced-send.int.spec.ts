import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Claimant, foldOn, makeFolders } from '../../../testing/index.js';
import { createLog } from '../../log-birth.js';
import { FencedError, UnknownOutcomeError } from '../../log-errors.js';
import { SqliteEventLog } from './sqlite-event-log.js';

const P = 1;
const newFolder = makeFolders();
let folder: string;
let log: SqliteEventLog;
const open = (): SqliteEventLog =>
  SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 0 });
const claimant = (nonce: string): Claimant => new Claimant(log, P, nonce);
const end = async (): Promise<number> => (await log.bounds('workflow-events', P)).end;

beforeEach(async () => {
  folder = newFolder();
  log = open();
  await createLog(log, () => 'log', 0);
});

afterEach(async () => {
  await log.close();
});

describe('a send to an embedded log (L57)', () => {
  it('is refused to a former owner, with both epochs, and nothing is stored', async () => {
    const [former, owner] = [claimant('former'), claimant('owner')];
    await former.claim();
    await owner.claim();
    const refused = former.send(2);
    await expect(refused).rejects.toThrow(FencedError);
    await expect(refused).rejects.toThrow('Partition 1 is at epoch 2; a send of epoch 1 was refused.');
    expect(await end()).toBe(3);
  });

  it.each([
    ['the current epoch', 1],
    ['an epoch that is over', 0],
    ['an epoch too far', 3],
  ])('is refused to a claim of %s', async (_, epoch) => {
    await claimant('owner').claim();
    const other = claimant('other');
    await other.prepare();
    const fence = { epoch, nonce: 'other' };
    await expect(other.writer.append(['never stored'], fence, 'claim')).rejects.toThrow(FencedError);
    expect(await end()).toBe(2);
  });

  it('is judged where it stands: a claim in the same commit keeps out what comes after it', async () => {
    const [former, owner] = [claimant('former'), claimant('owner')];
    await former.claim();
    await owner.prepare();
    const sends = [former.send(1), owner.sendClaim(), former.send(1)];
    const ends = await Promise.allSettled(sends);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(await owner.owns()).toBe(true);
    expect((await foldOn(log, P)).fold).toMatchObject({ epoch: 2, seq: 1, voids: 0 });
  });

  it('is refused to a former owner after a restart too', async () => {
    const [former, owner] = [claimant('former'), claimant('owner')];
    await former.claim();
    await owner.claim();
    await log.close();
    log = open();
    await expect(log.openWriter(P).append(former.texts(1), former.fence)).rejects.toThrow(FencedError);
    expect(await log.openWriter(P).append(owner.texts(1), owner.fence)).toBe(3);
  });

  it('does not keep out the owner of another partition', async () => {
    const here = claimant('a');
    await here.claim();
    const there = new Claimant(log, P + 1, 'a');
    await there.claim();
    await claimant('b').claim();
    expect(await there.send(1)).toBe(2);
  });
});

describe('a commit that fails for a reason the log does not know', () => {
  it('has an unknown outcome for all who waited, stores nothing, and leaves the log usable', async () => {
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
    const owner = claimant('owner');
    await owner.claim();
    const connection = exec.mock.contexts.find((db) => db instanceof DatabaseSync);
    exec.mockRestore();
    connection?.exec(
      `CREATE TEMP TRIGGER broken BEFORE INSERT ON "workflow-events_${P}" BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    );
    const texts = owner.texts(2);
    const sends = [owner.writer.append(texts, owner.fence), new Claimant(log, P + 1, 'other').claim()];
    for (const send of sends) await expect(send).rejects.toThrow(UnknownOutcomeError);
    connection?.exec('DROP TRIGGER broken');
    owner.renewWriter();
    expect(await owner.writer.append(texts, owner.fence)).toBe(2);
    expect((await foldOn(log, P)).fold).toMatchObject({ epoch: 1, seq: 2, voids: 0 });
  });
});
