import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.js';
import { DueTimers } from './due-timers.js';

let clock: FakeClock;
let timers: DueTimers;
let fired: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  clock = new FakeClock();
  timers = new DueTimers(clock);
  fired = [];
});

afterEach(() => {
  timers.close();
  vi.useRealTimers();
});

function set(key: string, ahead: number): void {
  timers.set(key, clock.now() + ahead, () => fired.push(key));
}

/** The clock and the timers of the process move on together. */
function pass(ms: number): void {
  for (let left = ms; left > 0; left -= 100) {
    clock.pass(Math.min(100, left));
    vi.advanceTimersByTime(Math.min(100, left));
  }
}

describe('due timers', () => {
  it('fire when their time comes, not before', () => {
    set('0/run/1', 1000);
    pass(900);
    expect(fired).toEqual([]);
    pass(200);
    expect(fired).toEqual(['0/run/1']);
  });

  it('fire once', () => {
    set('one', 100);
    pass(500_000);
    expect(fired).toEqual(['one']);
  });

  it('move when they are set again', () => {
    set('one', 1000);
    set('one', 5000);
    pass(4000);
    expect(fired).toEqual([]);
    pass(2000);
    expect(fired).toEqual(['one']);
  });

  it('do not fire when they were cancelled', () => {
    set('one', 1000);
    timers.cancel('one');
    pass(5000);
    expect(fired).toEqual([]);
  });

  it('of one partition are cancelled together, those of others are not', () => {
    set('1/a/0', 1000);
    set('1/b/0', 1000);
    set('11/c/0', 1000);
    timers.cancelAll('1/');
    pass(5000);
    expect(fired).toEqual(['11/c/0']);
  });

  it('wake for a sooner one though a later one was set first', () => {
    set('later', 50_000);
    set('soon', 1000);
    pass(2000);
    expect(fired).toEqual(['soon']);
  });

  it('notice within a minute that the clock has jumped ahead', () => {
    set('tomorrow', 24 * 3_600_000);
    clock.time += 25 * 3_600_000;
    vi.advanceTimersByTime(60_000);
    expect(fired).toEqual(['tomorrow']);
  });
});
