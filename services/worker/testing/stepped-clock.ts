import { Clock } from '@millrace/nest-kit';

/** Stands still until a test moves it. */
export class SteppedClock extends Clock {
  private time = 1000;

  override now(): number {
    return this.time;
  }

  override monotonic(): number {
    return this.time;
  }

  pass(ms: number): void {
    this.time += ms;
  }
}
