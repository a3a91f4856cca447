import type { ReadPositions } from '../consistency/read-positions.js';
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
  /** Reads are stale for a time: the projection waits for room, or makes the rows anew. */
  readonly onTrouble?: (message: string) => void;
}

/** The projection as the rest of the process sees it: wakes it, and knows how far it is. */
export class ProjectionHost implements ReadPositions {
  private readonly board = new PositionBoard();
  private driver: ProjectionDriver | undefined;
  private linger: NodeJS.Timeout | undefined;
  private wokenAgain = false;
  private stopped = false;
  private rebuilding = false;
  private trouble: string | undefined = 'The read model is being brought up to the log.';

  private constructor(private readonly options: HostOptions) {}

  /** Starts the projection and has it read what the log holds, without waiting for that. */
  static async start(options: HostOptions): Promise<ProjectionHost> {
    const host = new ProjectionHost(options);
    host.driver = await options.start({
      moved: (position) => host.board.moved(position),
      caughtUp: () => (host.trouble = undefined),
      stalled: (message) => host.stale(message),
      damaged: (message) => host.repair(message),
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

  staleness(): string | undefined {
    return this.trouble;
  }

  /** Once for all who find the damage. What has stopped for another reason stays as it is: that must be seen to first. */
  repair(message: string): void {
    if (this.stopped || this.rebuilding) return;
    this.stale(message);
    void this.rebuild();
  }

  /** The rows are being dropped and made anew. */
  get isRebuilding(): boolean {
    return this.rebuilding;
  }

  /** Another read model has taken the place of this one: the projection goes on there, also after a fatal failure. */
  resume(): void {
    this.stopped = false;
    this.driver?.resume();
  }

  /** Drops all rows and makes them anew from the log, while reads go on. Also after a fatal failure. */
  async rebuild(): Promise<void> {
    this.stopped = false;
    this.rebuilding = true;
    this.trouble = 'The read model is being made anew from the log.';
    await this.driver?.rebuild();
    this.rebuilding = false;
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

  private stale(message: string): void {
    this.trouble = message;
    this.options.onTrouble?.(message);
  }

  private fatal(message: string): void {
    this.stopped = true;
    this.trouble = message;
    this.board.close();
    this.options.onFatal(message);
  }
}
