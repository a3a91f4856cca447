import { LogUnreachableError, UnknownOutcomeError } from '@millrace/events';

export interface WaitBounds {
  /** How long one waits at most, milliseconds. */
  readonly longestMs: number;
  /** How many may wait at once: who comes then is refused without being sent. */
  readonly most: number;
}

/** What waits for a log that may not answer for a minute: never longer than its sender does, nor ever more of it. */
export class BoundedWait {
  private waiting = 0;

  constructor(private readonly bounds: WaitBounds) {}

  /**
   * Does the work, which is one of `count`. Throws UnknownOutcomeError when it takes too long (it goes on, and may succeed
   * later), and LogUnreachableError when too many wait already (nothing of it was done).
   */
  async within<T>(count: number, work: () => Promise<T>): Promise<T> {
    const { longestMs, most } = this.bounds;
    if (this.waiting > 0 && this.waiting + count > most)
      throw new LogUnreachableError(`The log does not answer, and ${this.waiting} commands wait for it.`);
    this.waiting += count;
    const done = work().finally(() => (this.waiting -= count));
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new UnknownOutcomeError(`The log gave no answer for ${longestMs} ms.`)),
      longestMs,
    );
    try {
      return await Promise.race([done, late.promise]);
    } finally {
      clearTimeout(timer);
      // Who waited has been told: what becomes of it later is nobody's error.
      done.catch(() => undefined);
    }
  }
}
