/** Starts timers; also the injection token, so that tests need not wait. */
export abstract class Timers {
  /** Calls once after some milliseconds; gives what cancels it. */
  abstract after(ms: number, call: () => void): () => void;
}

/** Timers of the system. They keep no process alive. */
export class SystemTimers extends Timers {
  override after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  }
}
