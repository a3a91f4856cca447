import { describe, expect, it } from 'vitest';
import { LogCorruptError, UnknownOutcomeError, createLog } from '../src/index.js';
import { appendCommands } from './collect.js';
import { Claimant, claimText, createdText, foldOn, recordText, unlessFenced } from './claimant.js';
import type { OpenHarness } from './event-log-harness.js';
import { harnessPerTest } from './harness-per-test.js';

/** The partition under test, and another one. */
const P = 1;
const OTHER = 2;

export function ownershipContract(open: OpenHarness): void {
  const harness = harnessPerTest(open);
  const claimant = (nonce: string, partition = P): Claimant => new Claimant(harness().log, partition, nonce);
  const seqs = async (partition = P): Promise<readonly number[]> =>
    (await foldOn(harness().log, partition)).records.map(({ seq }) => seq);
  const notes = async (partition = P): Promise<readonly string[]> =>
    (await foldOn(harness().log, partition)).records.map(({ cause }) => cause.type);
  const create = async (): Promise<void> => {
    let made = 0;
    await createLog(harness().log, () => `log-${(made += 1)}`, 0);
  };

  describe('birth and claims', () => {
    it('gives every partition one record of its creation, however often it is asked', async () => {
      await create();
      await create();
      for (let partition = 0; partition < harness().log.partitions.P; partition += 1) {
        const { judged, fold } = await foldOn(harness().log, partition);
        expect(judged.map(({ verdict }) => verdict)).toEqual(['created']);
        expect(fold.logId).toBe(`log-${partition + 1}`);
      }
    });

    it('lets one claim after the other be valid', async () => {
      await create();
      expect(await claimant('a').claim()).toBe(true);
      expect(await claimant('b').claim()).toBe(true);
      expect((await foldOn(harness().log, P)).fold).toMatchObject({ epoch: 2, nonce: 'b-2' });
    });

    it('never lets two that read the same tail both be owner', async () => {
      await create();
      const [a, b] = [claimant('a'), claimant('b')];
      await Promise.all([a.prepare(), b.prepare()]);
      await Promise.all([a.sendClaim(), b.sendClaim()]);
      const owns = [await a.owns(), await b.owns()];
      expect(owns.filter(Boolean)).toHaveLength(1);
      const [owner, loser] = owns[0] ? [a, b] : [b, a];
      await owner.send(1);
      await loser.send(1).catch(unlessFenced);
      await owner.send(1);
      expect((await foldOn(harness().log, P)).fold.epoch).toBe(1);
      expect(await notes()).toEqual([owner, owner].map(({ fence }) => fence.nonce.slice(0, 1)));
    });

    it('lets a claimant that lost claim again', async () => {
      await create();
      const [a, b] = [claimant('a'), claimant('b')];
      await Promise.all([a.prepare(), b.prepare()]);
      await b.sendClaim();
      await a.sendClaim();
      expect(await a.owns()).toBe(false);
      a.renewWriter();
      expect(await a.claim()).toBe(true);
      expect(await b.owns()).toBe(false);
    });

    it('lets a claim whose answer was lost be found in the log', async () => {
      await create();
      const a = claimant('a');
      await a.prepare();
      harness().faults.loseNextAck(P);
      await expect(a.sendClaim()).rejects.toThrow(UnknownOutcomeError);
      expect(await a.owns()).toBe(true);
    });

    it('takes a late copy of a claim for nothing', async () => {
      await create();
      const a = claimant('a');
      await a.claim();
      await a.send(1);
      await harness().faults.appendLate(P, [claimText(a.logId, a.fence)]);
      a.renewWriter();
      await a.send(1);
      expect(await seqs()).toEqual([1, 2]);
    });

    it('keeps the claims of partitions apart', async () => {
      await create();
      const [here, there] = [claimant('a'), claimant('a', OTHER)];
      await here.claim();
      await there.claim();
      await claimant('b').claim();
      await there.send(2);
      expect(await seqs(OTHER)).toEqual([1, 2]);
      expect((await foldOn(harness().log, OTHER)).fold.epoch).toBe(1);
    });

    it('assigns every partition to the only one that asks', async () => {
      const { log } = harness();
      const mine = new Set<number>();
      let complete: () => void = () => undefined;
      const all = new Promise<void>((resolve) => (complete = resolve));
      const ownership = await log.own({
        assigned: (partitions) => {
          for (const partition of partitions) mine.add(partition);
          if (mine.size === log.partitions.P) complete();
        },
        revoked: (partitions) => partitions.forEach((partition) => mine.delete(partition)),
      });
      await all;
      expect([...mine].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
      await ownership.leave();
    });
  });

  describe('records of the owner', () => {
    it('are accepted in order, and stand where the log says', async () => {
      await create();
      const a = claimant('a');
      await a.claim();
      expect([await a.send(1), await a.send(3), await a.send(1)]).toEqual([2, 3, 6]);
      expect(await seqs()).toEqual([1, 2, 3, 4, 5]);
    });

    it('of one send stand side by side, whatever others append meanwhile', async () => {
      await create();
      const owners = [claimant('a'), claimant('b', OTHER)];
      for (const owner of owners) await owner.claim();
      const noise = async (): Promise<void> => {
        for (let index = 0; index < 20; index += 1) {
          await appendCommands(harness().log, P, ['noise']);
          await harness().faults.appendLate(P, [recordText('log-2', { epoch: 0, nonce: 'nobody' }, 1)]);
        }
      };
      const sending = async (owner: Claimant): Promise<readonly number[]> => {
        const bases: number[] = [];
        for (let index = 0; index < 10; index += 1) bases.push(await owner.send(7));
        return bases;
      };
      const [bases = []] = await Promise.all([...owners.map(sending), noise()]);
      const { judged } = await foldOn(harness().log, P);
      for (const [send, base] of bases.entries()) {
        const stored = judged.slice(base, base + 7);
        expect(stored.map((one) => (one.verdict === 'record' ? one.record.seq : one.verdict))).toEqual(
          Array.from({ length: 7 }, (_, index) => send * 7 + index + 1),
        );
      }
    });

    it('are counted once when a send is repeated because its answer was lost', async () => {
      await create();
      const a = claimant('a');
      await a.claim();
      await a.send(2);
      harness().faults.loseNextAck(P);
      const texts = a.texts(3);
      await expect(a.writer.append(texts, a.fence)).rejects.toThrow(UnknownOutcomeError);
      a.renewWriter();
      const base = await a.writer.append(texts, a.fence);
      expect(base).toBeGreaterThan(4);
      a.seq += 3;
      await a.send(1);
      expect(await seqs()).toEqual([1, 2, 3, 4, 5, 6]);
    });

    it('are counted once when the first copy comes late, after newer ones', async () => {
      await create();
      const a = claimant('a');
      await a.claim();
      const texts = a.texts(2);
      await a.send(2);
      await a.send(2);
      await harness().faults.appendLate(P, texts);
      await a.send(1);
      await harness().faults.appendLate(P, texts.slice(1));
      expect(await seqs()).toEqual([1, 2, 3, 4, 5]);
    });

    it('land elsewhere than expected when something came in between, and the fold tells that they count', async () => {
      await create();
      const a = claimant('a');
      await a.claim();
      const expected = (await a.send(1)) + 1;
      await harness().faults.appendLate(P, [recordText(a.logId, { epoch: 0, nonce: 'old' }, 7)]);
      expect(await a.send(1)).toBe(expected + 1);
      expect(await seqs()).toEqual([1, 2]);
    });

    it('are missed, loudly, when one of them is not there', async () => {
      await create();
      const a = claimant('a');
      await a.claim();
      await a.send(1);
      a.seq += 1;
      await a.send(1);
      await expect(foldOn(harness().log, P)).rejects.toThrow(LogCorruptError);
    });
  });

  describe('records of a zombie', () => {
    it('do not count, whether the log takes them or not', async () => {
      await create();
      const [zombie, owner] = [claimant('zombie'), claimant('owner')];
      await zombie.claim();
      await zombie.send(2);
      await owner.claim();
      await zombie.send(1).catch(unlessFenced);
      await owner.send(2);
      await zombie.send(1).catch(unlessFenced);
      expect(await seqs()).toEqual([1, 2, 3, 4]);
      expect(await notes()).toEqual(['zombie', 'zombie', 'owner', 'owner']);
      expect(await zombie.owns()).toBe(false);
    });

    it('do not count when they come past every check, and do not stop the owner', async () => {
      await create();
      const [zombie, owner] = [claimant('zombie'), claimant('owner')];
      await zombie.claim();
      await owner.claim();
      await harness().faults.appendLate(P, zombie.texts(1));
      await owner.send(1);
      await harness().faults.appendLate(P, [recordText(owner.logId, zombie.fence, 2, 'zombie')]);
      await owner.send(1);
      expect(await notes()).toEqual(['owner', 'owner']);
    });

    it('do not count when its nonce alone tells it from the owner', async () => {
      await create();
      const [loser, owner] = [claimant('loser'), claimant('owner')];
      await Promise.all([loser.prepare(), owner.prepare()]);
      await owner.sendClaim();
      expect(await owner.owns()).toBe(true);
      await harness().faults.appendLate(P, loser.texts(1));
      await owner.send(1);
      expect(await notes()).toEqual(['owner']);
    });
  });

  describe('a log that is not what it was', () => {
    const filled = async (): Promise<Claimant> => {
      await create();
      const a = claimant('a');
      await a.claim();
      await a.send(4);
      return a;
    };

    it('is recognised by a reader that stands beyond its end', async () => {
      await filled();
      const { fold } = await foldOn(harness().log, P);
      await harness().faults.truncate('workflow-events', P, 3);
      await expect(foldOn(harness().log, P, fold.state)).rejects.toThrow(LogCorruptError);
    });

    it('is recognised by its owner: an append lands below where it must', async () => {
      const { fence, logId } = await filled();
      const { fold } = await foldOn(harness().log, P);
      await harness().faults.truncate('workflow-events', P, 3);
      const writer = harness().log.openWriter(P);
      const base = await writer.append([recordText(logId, fence, fold.seq + 1)], fence);
      expect(base).toBeLessThan(fold.next);
      await expect(foldOn(harness().log, P)).rejects.toThrow(LogCorruptError);
    });

    it('is recognised when it was made anew and has grown beyond the reader', async () => {
      await filled();
      const { fold } = await foldOn(harness().log, P);
      await harness().faults.truncate('workflow-events', P, 0);
      await harness().faults.appendLate(P, [createdText('another-log')]);
      const other = recordText('another-log', { epoch: 0, nonce: '' }, 1);
      await harness().faults.appendLate(
        P,
        Array.from({ length: 10 }, () => other),
      );
      await expect(foldOn(harness().log, P, fold.state)).rejects.toThrow(LogCorruptError);
    });
  });
}
