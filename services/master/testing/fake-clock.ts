import { Clock } from '@millrace/nest-kit';

/** Time stands still unless a test moves it. */
export class FakeClock extends Clock {
  constructor(
    public time = Date.UTC(2026, 10, 20, 12),
    public ticks = 0,
  ) {
    super();
  }

  override now(): number {
    return this.time;
  }

  override monotonic(): number {
    return this.ticks;
  }

  /** Both clocks move on. */
  pass(ms: number): void {
    this.time += ms;
    this.ticks += ms;
  }
}
