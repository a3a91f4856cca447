import type { Clock } from '@millrace/nest-kit';
import type { WheelEntry } from './timing-wheel.js';
import { TimingWheel } from './timing-wheel.js';

/** The longest sleep; the clock is looked at again then, so that a jump of it is noticed. */
const MAX_SLEEP_MS = 60_000;

interface Due {
  readonly key: string;
  readonly fire: () => void;
}

/** Waits for the timers that the state of runs holds. A timer has a key; setting it again moves it. */
export class DueTimers {
  private readonly wheel: TimingWheel<Due>;
  private readonly entries = new Map<string, WheelEntry<Due>>();
  private timeout: NodeJS.Timeout | undefined;
  private wakeAt = Infinity;

  constructor(private readonly clock: Clock) {
    this.wheel = new TimingWheel(clock.now());
  }

  set(key: string, dueAt: number, fire: () => void): void {
    this.cancel(key);
    this.entries.set(key, this.wheel.set(dueAt, { key, fire }));
    if (dueAt < this.wakeAt) this.sleep(dueAt);
  }

  cancel(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    entry.cancelled = true;
    this.entries.delete(key);
  }

  /** Drops all timers whose key begins so: the partition they belong to is no longer here. */
  cancelAll(prefix: string): void {
    for (const key of this.entries.keys()) if (key.startsWith(prefix)) this.cancel(key);
  }

  close(): void {
    clearTimeout(this.timeout);
    this.entries.clear();
  }

  /** Fires what is due now. */
  tick(): void {
    for (const due of this.wheel.advance(this.clock.now())) {
      this.entries.delete(due.key);
      due.fire();
    }
    this.wakeAt = Infinity;
    const next = this.wheel.nextLook;
    if (next !== undefined) this.sleep(next);
  }

  private sleep(until: number): void {
    clearTimeout(this.timeout);
    this.wakeAt = until;
    const wait = Math.min(Math.max(0, until - this.clock.now()), MAX_SLEEP_MS);
    this.timeout = setTimeout(() => this.tick(), wait);
    this.timeout.unref();
  }
}
