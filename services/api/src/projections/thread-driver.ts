import { Worker } from 'node:worker_threads';
import type { DriverListener, ProjectionDriver, StartDriver } from './projection-driver.js';
import type { FromThread, ThreadData, ToThread, ToldByThread } from './thread-messages.js';

/** A thread loads only what is built. */
const ENTRY = new URL('./projection-thread.js', import.meta.url);

/** Runs the projection in a thread and over connections of its own, reading the log itself (hot-path 1). */
export function projectInThread(data: ThreadData, entry = ENTRY): StartDriver {
  return async (listener) => {
    const driver = new ThreadDriver(new Worker(entry, { workerData: data }), listener);
    await driver.ready;
    return driver;
  };
}

class ThreadDriver implements ProjectionDriver {
  /** Settles when the thread listens; rejects when it cannot begin. */
  readonly ready: Promise<void>;
  private readonly exited: Promise<void>;
  private readonly rebuilds: (() => void)[] = [];
  /** Nobody waits for its end to be told any more. */
  private ended = false;

  constructor(
    private readonly worker: Worker,
    private readonly listener: DriverListener,
  ) {
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (message: FromThread) => this.take(message, resolve));
      worker.once('error', reject);
    });
    this.exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.once('error', (error: Error) => this.end(`The thread of the projection failed: ${error.message}`));
    worker.once('exit', (code) =>
      this.end(`The thread of the projection ended by itself with code ${code}.`),
    );
  }

  wake(): void {
    this.post({ wake: true });
  }

  rebuild(): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => {
      this.rebuilds.push(resolve);
      this.post({ rebuild: true });
    });
  }

  resume(): void {
    this.post({ resume: true });
  }

  async stop(): Promise<void> {
    this.ended = true;
    this.post({ stop: true });
    await this.exited;
  }

  private post(message: ToThread): void {
    this.worker.postMessage(message);
  }

  private take(message: FromThread, ready: () => void): void {
    if ('next' in message) this.listener.moved(message);
    else if ('ready' in message) ready();
    else if ('rebuilt' in message) this.rebuilds.shift()?.();
    else this.tell(message);
  }

  private tell(message: ToldByThread): void {
    if ('caughtUp' in message) this.listener.caughtUp();
    else if ('stalled' in message) this.listener.stalled(message.stalled);
    else if ('damaged' in message) this.listener.damaged(message.damaged);
    else this.listener.fatal(message.fatal);
  }

  private end(message: string): void {
    for (const settle of this.rebuilds.splice(0)) settle();
    if (this.ended) return;
    this.ended = true;
    this.listener.fatal(message);
  }
}
