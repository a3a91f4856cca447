import type { ProjectionRunner } from './projection-runner.js';

/** Runs a projection when it is woken: one thing at a time, in the order asked for, until it fails. */
export class ProjectionLoop {
  private tail: Promise<unknown> = Promise.resolve();
  private woken = false;
  private failed = false;
  private stopped = false;

  constructor(
    private readonly runner: ProjectionRunner,
    private readonly onFatal: (error: unknown) => void,
  ) {}

  /** There may be more in the log. Wakes that come while one waits are one. */
  wake(): void {
    if (this.woken || this.failed || this.stopped) return;
    this.woken = true;
    void this.queue(() => this.catchUp());
  }

  /** Makes the rows anew; after a failure this is the way to go on. */
  rebuild(): Promise<void> {
    return this.queue(async () => {
      if (this.stopped) return;
      this.failed = false;
      await this.attempt(() => this.runner.rebuild());
    });
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.runner.stop();
    await this.tail;
  }

  private async catchUp(): Promise<void> {
    this.woken = false;
    if (this.failed || this.stopped) return;
    await this.attempt(() => this.runner.catchUp());
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failed = true;
      this.onFatal(error);
    }
  }

  private queue(work: () => Promise<void>): Promise<void> {
    const done = this.tail.then(work);
    this.tail = done;
    return done;
  }
}
