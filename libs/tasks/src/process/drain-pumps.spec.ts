import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drainPumps } from './drain-pumps.js';
import type { LogPump } from './log-pump.js';

/** A pump whose pipe and log do what the test says. */
function makePump() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const state = { heldBack: false, carried: 0, stopped: false };
  const pump: LogPump = {
    done: promise,
    heldBack: () => state.heldBack,
    carried: () => state.carried,
    stop: () => {
      state.stopped = true;
      if (!state.heldBack) resolve();
    },
  };
  return { pump, state, end: resolve, fail: reject };
}

describe('drainPumps', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const drain = (pumps: readonly LogPump[], stopping = false) => {
    const ended = vi.fn();
    const result = drainPumps(pumps, stopping).then(ended);
    return { ended, result };
  };

  it('ends with the end of all outputs', async () => {
    const [out, err] = [makePump(), makePump()];
    const { ended, result } = drain([out.pump, err.pump]);
    out.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).not.toHaveBeenCalled();
    err.end();
    await result;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up a pipe that somebody else keeps open in silence', async () => {
    const { pump, state } = makePump();
    const { ended } = drain([pump]);
    await vi.advanceTimersByTimeAsync(240);
    expect(state.stopped).toBe(false);
    await vi.advanceTimersByTimeAsync(20);
    expect(ended).toHaveBeenCalledOnce();
  });

  it('waits as long as the log holds the output back', async () => {
    const { pump, state, end } = makePump();
    state.heldBack = true;
    const { ended } = drain([pump]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(state.stopped).toBe(false);
    state.heldBack = false;
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toHaveBeenCalledOnce();
  });

  it('does not wait for the log when the task was told to end', async () => {
    const { pump, state } = makePump();
    state.heldBack = true;
    const { ended } = drain([pump], true);
    await vi.advanceTimersByTimeAsync(1_010);
    expect(ended).toHaveBeenCalledOnce();
  });

  it('gives up a pipe that somebody else keeps writing to, drop by drop or in a flood', async () => {
    const drops = makePump();
    const { ended } = drain([drops.pump]);
    for (let ms = 0; ms < 1_010; ms += 10) {
      drops.state.carried += 10;
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(ended).toHaveBeenCalledOnce();

    const flood = makePump();
    const other = drain([flood.pump]);
    flood.state.carried = 2_000_000;
    await vi.advanceTimersByTimeAsync(260);
    expect(other.ended).toHaveBeenCalledOnce();
  });

  it('reports a log that fails', async () => {
    const { pump, fail } = makePump();
    const result = drainPumps([pump], false);
    fail(new Error('the spool is full'));
    await expect(result).rejects.toThrow('the spool is full');
  });
});
