/** The only reader of clocks; also the injection token. */
export abstract class Clock {
  /** Epoch milliseconds. */
  abstract now(): number;
  /** Milliseconds that never run backwards, from an arbitrary start. */
  abstract monotonic(): number;
}

export class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }

  override monotonic(): number {
    return performance.now();
  }
}
