import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SteppedClock } from '../../testing/stepped-clock.js';
import { LeaseWatch } from './lease-watch.js';

let clock: SteppedClock;
let told: number[];
let fenced: number;
let watch: LeaseWatch;

beforeEach(() => {
  vi.useFakeTimers();
  clock = new SteppedClock();
  [told, fenced] = [[], 0];
  const duties = {
    hold: () => undefined,
    fence: async () => void (fenced += 1),
    live: (forMs: number) => void told.push(forMs),
  };
  watch = new LeaseWatch(clock, duties, () => clock.monotonic());
  watch.start();
});
afterEach(() => {
  watch.end();
  vi.useRealTimers();
});

const STEP_MS = 250;
const pass = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    clock.pass(STEP_MS);
    await vi.advanceTimersByTimeAsync(STEP_MS);
  }
};

describe('a lease that ran out while the process stood still', () => {
  it('is seen as soon as anything is to begin', () => {
    clock.pass(16_000);
    watch.lookNow();
    expect(fenced).toBe(1);
    expect(watch.trouble).toMatch(/nothing is begun/u);
  });
});

describe('a look at the lease', () => {
  it('is taken once for all that begins in the same moment', () => {
    const sinceBoot = vi.fn(() => clock.monotonic());
    const own = new LeaseWatch(clock, { hold: vi.fn(), fence: vi.fn(), live: vi.fn() }, sinceBoot);
    own.start();
    own.lookNow();
    const before = sinceBoot.mock.calls.length;
    for (let begun = 0; begun < 1000; begun += 1) own.lookNow();
    expect(sinceBoot).toHaveBeenCalledTimes(before);
    clock.pass(10);
    own.lookNow();
    expect(sinceBoot.mock.calls.length).toBeGreaterThan(before);
    own.end();
  });
});

describe('what is said to the guard of the processes', () => {
  it('is at the start that they may live for the lease, and a second more than the worker', () => {
    expect(told).toEqual([16_000]);
  });

  it('is with each renewal how long they may live, counted from when it was sent', async () => {
    const sentAt = watch.lease.now();
    await pass(2000);
    watch.lease.renewed(sentAt + 1500);
    await pass(250);
    expect(told).toEqual([16_000, 15_250]);
  });

  it('is nothing while the lease is not renewed: it runs out by itself', async () => {
    await pass(14_000);
    expect(told).toEqual([16_000]);
    await pass(1000);
    expect([told, fenced]).toEqual([[16_000], 1]);
  });

  it('is said as long as the worker drains, though it is not fenced any more', async () => {
    watch.stop();
    await pass(3000);
    watch.lease.renewed(watch.lease.now());
    await pass(3000);
    expect(told).toEqual([16_000, 15_750]);
    await pass(60_000);
    expect(fenced).toBe(0);
  });

  it('ends with the worker', async () => {
    await pass(3000);
    watch.end();
    watch.lease.renewed(watch.lease.now());
    await pass(3000);
    expect(told).toEqual([16_000]);
  });
});
