import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AFTER_DENIAL, DeniedTopics } from './denied-topics.js';

describe('topics that may not be read', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('stand aside for a while, and are told of once', () => {
    const denied = new DeniedTopics();
    const again = vi.fn();
    expect(denied.deny('catalog', 'no right', again)).toBe(true);
    expect([denied.has('catalog'), denied.has('replies')]).toEqual([true, false]);
    vi.advanceTimersByTime(AFTER_DENIAL);
    expect(denied.has('catalog')).toBe(false);
    expect(again).toHaveBeenCalledTimes(1);
    expect(denied.deny('catalog', 'no right', again)).toBe(false);
  });

  it('are a trouble until they were read', () => {
    const denied = new DeniedTopics();
    denied.deny('catalog', 'no right', () => undefined);
    vi.advanceTimersByTime(AFTER_DENIAL);
    expect(denied.trouble).toBe('no right');
    denied.allow(['catalog']);
    expect(denied.trouble).toBeUndefined();
    expect(denied.deny('catalog', 'no right', () => undefined)).toBe(true);
  });

  it('are asked for no more when the log is closed', () => {
    const denied = new DeniedTopics();
    const again = vi.fn();
    denied.deny('catalog', 'no right', again);
    denied.close();
    vi.advanceTimersByTime(AFTER_DENIAL);
    expect(again).not.toHaveBeenCalled();
  });
});
