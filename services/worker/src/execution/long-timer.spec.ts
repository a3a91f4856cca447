import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLongTimer } from './long-timer.js';

const DAY_MS = 86_400_000;

describe('a long timer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([5, 30 * DAY_MS, 100 * DAY_MS])('fires once, after %i ms and not before', async (ms) => {
    const fire = vi.fn();
    startLongTimer(ms, fire);
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(fire).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(fire).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not fire once it is cancelled, however late', async () => {
    const fire = vi.fn();
    const cancel = startLongTimer(60 * DAY_MS, fire);
    await vi.advanceTimersByTimeAsync(40 * DAY_MS);
    cancel();
    await vi.advanceTimersByTimeAsync(40 * DAY_MS);
    expect(fire).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
