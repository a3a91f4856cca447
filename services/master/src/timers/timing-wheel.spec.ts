import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WheelEntry } from './timing-wheel.js';
import { TimingWheel } from './timing-wheel.js';

const START = 1_700_000_000_000;
const DAY_MS = 24 * 3_600_000;

interface Model {
  readonly id: number;
  readonly dueAt: number;
  readonly entry: WheelEntry<number>;
}

type Act =
  | { readonly act: 'set'; readonly ahead: number }
  | { readonly act: 'advance'; readonly by: number }
  | { readonly act: 'cancel'; readonly which: number };

/** From the same millisecond over every level of the wheel to beyond its reach. */
const distance = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 70_000 }),
  fc.integer({ min: 0, max: DAY_MS }),
  fc.integer({ min: 0, max: 120 * DAY_MS }),
);
const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: distance.map((ahead) => ({ act: 'set' as const, ahead: ahead - 20 })) },
  { weight: 2, arbitrary: distance.map((by) => ({ act: 'advance' as const, by })) },
  { weight: 1, arbitrary: fc.nat(20).map((which) => ({ act: 'cancel' as const, which })) },
);

/** The wheel beside a plain list of timers. */
class Pair {
  now: number;
  readonly wheel: TimingWheel<number>;
  private timers: Model[] = [];
  private made = 0;
  /** The first millisecond that has not been fired: what is set for an earlier one is due then. */
  private next: number;

  constructor(start: number) {
    this.now = start;
    this.next = start;
    this.wheel = new TimingWheel(start);
  }

  perform(act: Act): void {
    if (act.act === 'set') this.set(this.now + act.ahead);
    else if (act.act === 'cancel') this.cancel(act.which);
    else this.advance(act.by);
  }

  advance(by: number): void {
    this.now += by;
    this.next = this.now + 1;
    const due = this.timers.filter(({ dueAt }) => dueAt <= this.now);
    this.timers = this.timers.filter(({ dueAt }) => dueAt > this.now);
    const byId = (a: number, b: number): number => a - b;
    expect([...this.wheel.advance(this.now)].sort(byId)).toEqual(due.map(({ id }) => id).sort(byId));
    this.checkLook();
  }

  private set(dueAt: number): void {
    this.made += 1;
    const entry = this.wheel.set(dueAt, this.made);
    this.timers.push({ id: this.made, dueAt: Math.max(dueAt, this.next), entry });
  }

  private cancel(which: number): void {
    const [timer] = this.timers.splice(which % Math.max(1, this.timers.length), 1);
    if (timer) timer.entry.cancelled = true;
  }

  /** Whoever sleeps until `nextLook` must not oversleep. */
  private checkLook(): void {
    const next = Math.min(...this.timers.map(({ dueAt }) => dueAt));
    if (next < Infinity) expect(this.wheel.nextLook).toBeLessThanOrEqual(next);
  }
}

describe('a timing wheel', () => {
  it('fires what a sorted list would fire, over jumps, cancelled and far timers', () => {
    const start = fc.integer({ min: 0, max: 60 * DAY_MS }).map((at) => START + at);
    fc.assert(
      fc.property(start, fc.array(acts, { maxLength: 30 }), (from, steps) => {
        const pair = new Pair(from);
        for (const step of steps) pair.perform(step);
        pair.advance(130 * DAY_MS);
      }),
      { numRuns: 300 },
    );
  });

  it('fires in the order of time', () => {
    const wheel = new TimingWheel<string>(START);
    wheel.set(START + 70_000, 'later');
    wheel.set(START + 5, 'soon');
    wheel.set(START - 5, 'overdue');
    expect(wheel.advance(START + 100_000)).toEqual(['overdue', 'soon', 'later']);
  });

  it('fires nothing twice, and nothing when it stands still', () => {
    const wheel = new TimingWheel<string>(START);
    wheel.set(START, 'now');
    expect(wheel.advance(START)).toEqual(['now']);
    expect(wheel.advance(START)).toEqual([]);
    expect(wheel.advance(START - 1000)).toEqual([]);
  });

  it('wants no look when it is empty', () => {
    expect(new TimingWheel<string>(START).nextLook).toBeUndefined();
  });
});
