/** A dispatch that nobody has accepted for so long is sent again, to the same worker process (L42), milliseconds. */
export const ACCEPT_TIMEOUT_MS = 10_000;

/** Finds the attempts that were dispatched and not accepted over one whole period. Call it once a period. */
export class UntakenDispatches {
  private before = new Set<string>();
  private now = new Set<string>();

  /** To be asked of every attempt that stands at `dispatched`, or is to be killed: was it so the last time already? */
  seen(run: string, task: string, attempt: number, what: 'dispatch' | 'kill'): boolean {
    const key = `${what} ${run}/${task}/${attempt}`;
    this.now.add(key);
    return this.before.has(key);
  }

  nextPeriod(): void {
    this.before = this.now;
    this.now = new Set();
  }
}
