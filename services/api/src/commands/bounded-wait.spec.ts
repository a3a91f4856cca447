import { LogUnreachableError, UnknownOutcomeError } from '@millrace/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BoundedWait } from './bounded-wait.js';

const never = (): Promise<never> => new Promise(() => undefined);

describe('waiting for a log that may not answer', () => {
  let wait: BoundedWait;

  beforeEach(() => {
    vi.useFakeTimers();
    wait = new BoundedWait({ longestMs: 1000, most: 3 });
  });
  afterEach(() => vi.useRealTimers());

  it('gives what the log answers, and what it refuses', async () => {
    expect(await wait.within(1, () => Promise.resolve(7))).toBe(7);
    await expect(wait.within(1, () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  });

  it('ends when it was long enough, though the work goes on and fails later', async () => {
    const work = Promise.withResolvers<number>();
    const waited = expect(wait.within(1, () => work.promise)).rejects.toBeInstanceOf(UnknownOutcomeError);
    await vi.advanceTimersByTimeAsync(1000);
    await waited;
    work.reject(new Error('given up'));
    await vi.advanceTimersByTimeAsync(0);
    expect(await wait.within(3, () => Promise.resolve('room'))).toBe('room');
  });

  it('refuses at once, without doing anything, when too many wait', async () => {
    void wait.within(2, never).catch(() => undefined);
    const work = vi.fn(never);
    await expect(wait.within(2, work)).rejects.toBeInstanceOf(LogUnreachableError);
    expect(work).not.toHaveBeenCalled();
    expect(await wait.within(1, () => Promise.resolve('room'))).toBe('room');
  });

  it('counts those whose sender has left as long as they wait', async () => {
    const left = expect(wait.within(3, never)).rejects.toBeInstanceOf(UnknownOutcomeError);
    await vi.advanceTimersByTimeAsync(1000);
    await left;
    await expect(wait.within(1, () => Promise.resolve())).rejects.toBeInstanceOf(LogUnreachableError);
  });

  it('takes a list that is larger than the bound when nothing else waits', async () => {
    expect(await wait.within(10, () => Promise.resolve('all'))).toBe('all');
  });
});
