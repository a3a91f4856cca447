import type { EventLog } from '@millrace/events';
import {
  LogUnreachableError,
  MemoryEventLog,
  RecordTooLargeError,
  UnknownOutcomeError,
} from '@millrace/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SilentLogger } from '../../testing/silent-logger.js';
import { EffectOutbox } from './effect-outbox.js';

const mail = (mseq: number) => ({ partition: 1, key: '1', value: { from: 0, to: 1, mseq, command: '{}' } });
const of = (offset: number) => ({ partition: 0, offset });

let log: EventLog;
let logger: SilentLogger;
let outbox: EffectOutbox;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  log = new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => 0 });
  logger = new SilentLogger();
  outbox = new EffectOutbox(log, logger);
});

afterEach(() => void vi.useRealTimers());

async function stored(): Promise<readonly (number | undefined)[]> {
  const { records } = await log.read('mailbox', 1, 0, 100);
  return records.map(({ value }) => value.mseq);
}

describe('the outbox of effects', () => {
  it('sends in the order in which they come', async () => {
    for (const mseq of [1, 2, 3]) outbox.send('mailbox', mail(mseq));
    await vi.advanceTimersByTimeAsync(0);
    expect(await stored()).toEqual([1, 2, 3]);
  });

  it('sends again what the log did not confirm, ever later, until it has it', async () => {
    const failing = vi.spyOn(log, 'append').mockRejectedValue(new UnknownOutcomeError('No answer.'));
    outbox.send('mailbox', mail(1));
    await vi.advanceTimersByTimeAsync(200 + 400 + 800);
    expect(failing).toHaveBeenCalledTimes(4);
    failing.mockRestore();
    await vi.advanceTimersByTimeAsync(1600);
    expect(await stored()).toEqual([1]);
  });

  it('tells the first record whose answer the log does not have, so that a new owner gives it again (L22)', async () => {
    const append = vi.spyOn(log, 'append').mockRejectedValueOnce(new UnknownOutcomeError('No answer.'));
    outbox.send('mailbox', mail(1), of(7));
    outbox.send('mailbox', mail(2), of(9));
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.firstOpen(0)).toBe(7);
    expect(outbox.firstOpen(1)).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    expect(outbox.firstOpen(0)).toBeUndefined();
    expect(append).toHaveBeenCalledTimes(3);
  });

  it('makes again what could not be made, and counts it as open meanwhile', async () => {
    const make = vi.fn().mockRejectedValueOnce(new LogUnreachableError('No answer.'));
    make.mockResolvedValue(mail(1));
    outbox.send('mailbox', make, of(7));
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.firstOpen(0)).toBe(7);
    await vi.advanceTimersByTimeAsync(200);
    expect(outbox.firstOpen(0)).toBeUndefined();
    expect(await stored()).toEqual([1]);
  });

  it('sends nothing where there is nothing to be made', async () => {
    outbox.send('mailbox', () => Promise.resolve(undefined), of(7));
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.firstOpen(0)).toBeUndefined();
    expect(await stored()).toEqual([]);
  });

  it('gives up, and says so, what the log will never take', async () => {
    vi.spyOn(log, 'append').mockRejectedValueOnce(new RecordTooLargeError('2 MB.'));
    outbox.send('mailbox', mail(1), of(7));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(outbox.firstOpen(0)).toBeUndefined();
    expect(logger.messages).toEqual(['an effect cannot be sent: the log refuses it']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sends nothing again once it is closed', async () => {
    vi.spyOn(log, 'append').mockRejectedValue(new UnknownOutcomeError('No answer.'));
    outbox.send('mailbox', mail(1));
    await vi.advanceTimersByTimeAsync(0);
    outbox.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
