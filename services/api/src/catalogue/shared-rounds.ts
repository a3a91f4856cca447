/** Does one thing at a time; who asks while it is being done shares the next time with all others who ask. */
export class SharedRounds {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly work: () => Promise<void>) {}

  /** Settles as a round does that begins after this call. */
  run(): Promise<void> {
    if (!this.running) return this.begin();
    const before = this.running.catch(() => undefined);
    return (this.next ??= before.then(() => {
      this.next = undefined;
      return this.begin();
    }));
  }

  private begin(): Promise<void> {
    const round = this.work().finally(() => {
      if (this.running === round) this.running = undefined;
    });
    this.running = round;
    return round;
  }
}
