import { FencedError, LogCorruptError, LogFullError, UnknownOutcomeError } from '@millrace/events';
import type { Fence, PartitionWriter } from '@millrace/events';
import { claimText, recordText } from '@millrace/events/testing';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.js';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster } from '../../testing/test-master.js';
import { claimPartition } from './claim-partition.js';
import { PartitionMemory } from './partition-memory.js';
import { VerifiedAppend } from './verified-append.js';

let world: MasterWorld;
let memory: PartitionMemory;
let fence: Fence;
let appender: VerifiedAppend;

beforeEach(async () => {
  world = await MasterWorld.create();
  memory = await remember();
  fence = await owned(memory, 'm1');
  appender = new VerifiedAppend(world.log, memory, fence, () => undefined);
});

async function remember(): Promise<PartitionMemory> {
  const made = new PartitionMemory(0, new TestMaster(world).context);
  await made.catchUp();
  return made;
}

async function owned(of: PartitionMemory, name: string): Promise<Fence> {
  const won = await claimPartition(of, world.log.openWriter(0), new TestMaster(world, name).context);
  if (!won) throw new Error('The claim was lost.');
  return won;
}

/** Arrives without the owner's doing. */
async function arrive(...texts: readonly string[]): Promise<void> {
  await world.log.append(
    'workflow-events',
    texts.map((value) => ({ partition: 0, key: '0', value })),
  );
}

function texts(...seqs: readonly number[]): readonly string[] {
  return seqs.map((seq) => recordText(memory.fold.logId, fence, seq));
}

describe('a claim of a machine whose clock is off (L10)', () => {
  it.each([31_000, -31_000])('is refused, loudly, at %i ms', async (off) => {
    const next = await remember();
    const rival = new TestMaster(world, 'm2');
    const clock = new FakeClock(world.clock.now() + off);
    const claim = claimPartition(next, world.log.openWriter(0), { ...rival.context, clock });
    await expect(claim).rejects.toMatchObject({ code: 'CLOCK_OFF', retryable: false });
  });

  it('leaves its time to nobody: the next owner decides at its own', async () => {
    const fast = new FakeClock(world.clock.now() + 7_200_000);
    const context = { ...new TestMaster(world, 'm2').context, clock: fast };
    const claim = claimPartition(await remember(), world.log.openWriter(0), context);
    await expect(claim).rejects.toMatchObject({ code: 'CLOCK_OFF' });
    const next = await remember();
    await owned(next, 'm3');
    expect(next.fold.epoch).toBe(3);
    expect(next.state.lastNow).toBeLessThanOrEqual(world.clock.now());
  });

  it.each([30_000, -30_000])('counts at %i ms', async (off) => {
    const next = await remember();
    const rival = new TestMaster(world, 'm2');
    const clock = new FakeClock(world.clock.now() + off);
    const { lastNow } = next.state;
    expect(await claimPartition(next, world.log.openWriter(0), { ...rival.context, clock })).toBeDefined();
    expect(next.state.lastNow).toBe(Math.max(lastNow, clock.now()));
  });
});

describe('a claim without a known outcome (L15)', () => {
  it('says nothing of the clock where it never came to the log: the last claim there is an old one', async () => {
    const next = await remember();
    const lost = {
      append: () => Promise.reject(new UnknownOutcomeError('No answer.')),
      close: () => undefined,
    };
    world.clock.time += 60_000;
    expect(await claimPartition(next, lost, new TestMaster(world, 'm2').context)).toBeUndefined();
  });

  it('is judged by the fold: it stands, or another is made later', async () => {
    world.lostAcks.add(0);
    const next = await remember();
    expect(await claimPartition(next, world.log.openWriter(0), new TestMaster(world, 'm2').context)).toEqual({
      epoch: 2,
      nonce: 'm2-1',
    });
    const lost = {
      append: () => Promise.reject(new UnknownOutcomeError('No answer.')),
      close: () => undefined,
    };
    expect(await claimPartition(next, lost, new TestMaster(world, 'm3').context)).toBeUndefined();
  });
});

describe('a verified append', () => {
  it('that lands where it was expected counts, and the fold moves past it', async () => {
    expect(await appender.send(texts(1, 2))).toEqual({ verified: true, base: 2 });
    expect(memory.fold.state).toMatchObject({ seq: 2, next: 4 });
  });

  it('with void records before it is judged by the fold (L14)', async () => {
    await arrive(claimText(memory.fold.logId, { epoch: 1, nonce: 'late' }));
    await arrive(recordText(memory.fold.logId, { epoch: 0, nonce: 'zombie' }, 9));
    expect(await appender.send(texts(1, 2))).toEqual({ verified: true, base: 4 });
    expect(memory.fold.state).toMatchObject({ seq: 2, next: 6 });
    expect(memory.fold.voids).toBe(2);
  });

  it('does not count after the claim of another owner (L14)', async () => {
    await arrive(claimText(memory.fold.logId, { epoch: 2, nonce: 'other' }));
    expect(await appender.send(texts(1))).toMatchObject({ verified: false });
  });

  it('does not count as verified when its records are accepted but the claim is no longer current (L14)', async () => {
    const [one = ''] = texts(1);
    await arrive(one, claimText(memory.fold.logId, { epoch: 2, nonce: 'other' }));
    expect(await appender.send([one])).toMatchObject({ verified: false });
  });

  it('that lands too low means a truncated log (L16)', async () => {
    await appender.send(texts(1, 2));
    world.log.truncate('workflow-events', 0, 3);
    await expect(appender.send(texts(3))).rejects.toThrow(LogCorruptError);
  });
});

describe('an append that the log refuses', () => {
  function writing(append: PartitionWriter['append'], onFull: () => void): VerifiedAppend {
    vi.spyOn(world.log, 'openWriter').mockReturnValue({ append, close: () => undefined });
    return new VerifiedAppend(world.log, memory, fence, onFull);
  }

  it('because another owner is there does not count, and is not tried again', async () => {
    const append = vi.fn().mockRejectedValue(new FencedError('Another one is there.'));
    expect(await writing(append, () => undefined).send(texts(1))).toEqual({
      verified: false,
      reason: 'Another one is there.',
    });
    expect(append).toHaveBeenCalledOnce();
  });

  it('because it is full is told, and comes again when there may be space', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const append = vi.fn().mockRejectedValueOnce(new LogFullError('No space.')).mockResolvedValue(2);
    const told = vi.fn();
    const sent = writing(append, told).send(texts(1));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await sent).toEqual({ verified: true, base: 2 });
    expect(told).toHaveBeenCalledOnce();
  });
});

describe('an append with an unknown outcome (L15)', () => {
  it('is sent again with the same bytes by a new writer, and the first copy counts', async () => {
    const opened = vi.spyOn(world.log, 'openWriter');
    world.lostAcks.add(0);
    expect(await appender.send(texts(1))).toEqual({ verified: true, base: 2 });
    expect(opened).toHaveBeenCalledTimes(1);
    const stored = (await world.all('workflow-events')).slice(2);
    expect(stored).toEqual([...texts(1), ...texts(1)]);
    expect(memory.fold.voids).toBe(1);
  });

  it('is given up after five sends', async () => {
    const append = vi.fn().mockRejectedValue(new UnknownOutcomeError('No answer.'));
    vi.spyOn(world.log, 'openWriter').mockReturnValue({ append, close: () => undefined });
    const failing = new VerifiedAppend(world.log, memory, fence, () => undefined);
    expect(await failing.send(texts(1))).toMatchObject({ verified: false });
    expect(append.mock.calls).toEqual(Array.from({ length: 5 }, () => [texts(1), fence]));
  });
});

describe('a claim (L4, L9)', () => {
  it('of two that read the same tail lets one of them win', async () => {
    const [one, two] = [await remember(), await remember()];
    const claims = await Promise.all(
      [one, two].map((of, index) =>
        claimPartition(of, world.log.openWriter(0), new TestMaster(world, `rival-${index}`).context),
      ),
    );
    expect(claims.filter((won) => won !== undefined)).toEqual([{ epoch: 2, nonce: 'rival-0-1' }]);
    expect(two.fold.state).toEqual(one.fold.state);
  });

  it('takes the time from the log when the clock stands behind it (L18)', async () => {
    world.clock.time -= 60_000;
    await owned(memory, 'm2');
    expect(memory.state.lastNow).toBe(world.clock.now() + 60_000);
  });

  it('on a partition that was never created stops', async () => {
    const empty = new PartitionMemory(0, new TestMaster(world).context);
    await expect(
      claimPartition(empty, world.log.openWriter(0), new TestMaster(world).context),
    ).rejects.toThrow('never created');
  });
});
