import { LogError } from '@millrace/events/reading';
import { ReadModelDamagedError, ReadModelFullError, ReadModelUnavailableError } from '@millrace/persistence';
import type { DriverListener } from './projection-driver.js';
import type { ProjectionRunner } from './projection-runner.js';

/** Milliseconds after which a projection that had no room, or no database, tries again. */
const TRY_AGAIN_MS = 1000;

export type LoopListener = Omit<DriverListener, 'moved'>;

/** Runs a projection when it is woken: one thing at a time, in the order asked for, until it fails. */
export class ProjectionLoop {
  private tail: Promise<unknown> = Promise.resolve();
  private woken = false;
  private failed = false;
  private stopped = false;
  private level = false;
  private again: NodeJS.Timeout | undefined;

  constructor(
    private readonly runner: Pick<ProjectionRunner, 'catchUp' | 'rebuild' | 'reload' | 'stop'>,
    private readonly listener: LoopListener,
  ) {}

  /** There may be more in the log. Wakes that come while one waits are one; while it is stalled it has its own. */
  wake(): void {
    if (this.woken || this.failed || this.stopped || this.again) return;
    this.woken = true;
    void this.queue(() => this.catchUp());
  }

  /** Makes the rows anew; after a failure this is the way to go on. */
  rebuild(): Promise<void> {
    return this.queue(async () => {
      if (this.stopped) return;
      this.failed = false;
      this.level = false;
      await this.attempt(
        () => this.runner.rebuild(),
        (message) => this.listener.fatal(`${message} Start millrace again: then it is.`),
      );
    });
  }

  /** Somebody else has made the rows anew: goes on from where they stand, also after a failure. */
  resume(): void {
    void this.queue(async () => {
      this.failed = false;
      this.level = false;
      this.runner.reload();
      await this.catchUp();
    });
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    this.runner.stop();
    await this.tail;
  }

  private async catchUp(): Promise<void> {
    this.woken = false;
    if (this.failed || this.stopped) return;
    await this.attempt(
      () => this.runner.catchUp(),
      (message) => this.listener.damaged(message),
    );
  }

  private async attempt(work: () => Promise<void>, onDamage: (message: string) => void): Promise<void> {
    try {
      await work();
      if (!this.level && !this.stopped) this.listener.caughtUp();
      this.level = true;
    } catch (error) {
      this.level = false;
      this.failed = !isPassing(error);
      if (!this.failed) this.tryLater(messageOf(error));
      else if (error instanceof ReadModelDamagedError) onDamage(messageOf(error));
      else this.listener.fatal(messageOf(error));
    }
  }

  private tryLater(message: string): void {
    this.listener.stalled(message);
    clearTimeout(this.again);
    this.again = setTimeout(() => {
      this.again = undefined;
      this.wake();
    }, TRY_AGAIN_MS);
  }

  private queue(work: () => Promise<void>): Promise<void> {
    const done = this.tail.then(work);
    this.tail = done;
    return done;
  }
}

/** What comes right by itself, or by what is done elsewhere. */
function isPassing(error: unknown): boolean {
  if (error instanceof LogError) return error.retryable;
  return error instanceof ReadModelFullError || error instanceof ReadModelUnavailableError;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
