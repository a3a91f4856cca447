/** How long it is since a broker answered: a client that waits for ever looks like one with nothing to do. */
export class AnswerWatch {
  private at = performance.now();

  answered(): void {
    this.at = performance.now();
  }

  /** Milliseconds. */
  get silentFor(): number {
    return performance.now() - this.at;
  }

  /** A sentence about the silence once it lasts longer than `mostMs`; undefined before. `what`: who is silent. */
  troubleAfter(mostMs: number, what: string): string | undefined {
    const { silentFor } = this;
    return silentFor > mostMs ? `${what} has not answered for ${Math.round(silentFor / 1000)} s.` : undefined;
  }
}
