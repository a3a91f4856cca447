import type { AwaitedPosition } from './position-board.js';
import { PositionBoard } from './position-board.js';
import type { ProjectionDriver, StartDriver } from './projection-driver.js';
import type { ProjectedPosition } from './projection-runner.js';

/** Wakes closer together than this become one, milliseconds: each costs the waker a message (hot-path 9). */
const WAKE_EVERY_MS = 5;

export interface HostOptions {
  readonly start: StartDriver;
  /** The projection has stopped; reads go on and are stale from now on. It is not started again. */
  readonly onFatal: (message: string) => void;
}

/** The projection as the rest of the process sees it: wakes it, and knows how far it is. */
export class ProjectionHost {
  private readonly board = new PositionBoard();
  private driver: ProjectionDriver | undefined;
  private linger: NodeJS.Timeout | undefined;
  private wokenAgain = false;

  private constructor(private readonly options: HostOptions) {}

  /** Starts the projection and has it read what the log holds, without waiting for that. */
  static async start(options: HostOptions): Promise<ProjectionHost> {
    const host = new ProjectionHost(options);
    host.driver = await options.start({
      moved: (position) => host.board.moved(position),
      fatal: (message) => host.fatal(message),
    });
    host.wake();
    return host;
  }

  /** The log has more. Call it after every commit; it is cheap. */
  wake(): void {
    if (this.linger) {
      this.wokenAgain = true;
      return;
    }
    this.driver?.wake();
    this.linger = setTimeout(() => this.endLinger(), WAKE_EVERY_MS);
  }

  /** How far the read model is; undefined before its position was loaded. */
  positionOf(partition: number): ProjectedPosition | undefined {
    return this.board.positionOf(partition);
  }

  /**
   * Whether the read model holds the position within `timeoutMs`. False at once for a position of another log and
   * when the projection has stopped: answer what there is and say that it is stale (L55).
   */
  waitFor(awaited: AwaitedPosition, timeoutMs: number): Promise<boolean> {
    return this.board.waitFor(awaited, timeoutMs);
  }

  /** Drops all rows and makes them anew from the log, while reads go on. Also after a fatal failure. */
  async rebuild(): Promise<void> {
    await this.driver?.rebuild();
  }

  async close(): Promise<void> {
    clearTimeout(this.linger);
    this.board.close();
    await this.driver?.stop();
    this.driver = undefined;
  }

  private endLinger(): void {
    this.linger = undefined;
    if (!this.wokenAgain) return;
    this.wokenAgain = false;
    this.wake();
  }

  private fatal(message: string): void {
    this.board.close();
    this.options.onFatal(message);
  }
}
