import type { ProjectedPosition } from './projection-runner.js';

/** What a running projection tells. */
export interface DriverListener {
  moved(position: ProjectedPosition): void;
  /** The rows hold what the log does: told once, after the start and after each of the following. */
  caughtUp(): void;
  /** It stands still, and tries again by itself. */
  stalled(message: string): void;
  /** It has found rows that it cannot read, and stands still until they are made anew. */
  damaged(message: string): void;
  /** It has stopped where it was; `message` says why and what to do. */
  fatal(message: string): void;
}

/** A projection that runs somewhere: in a thread of its own, or in this one. */
export interface ProjectionDriver {
  wake(): void;
  /** Makes the rows anew from the log; failures are told to the listener. */
  rebuild(): Promise<void>;
  /** Somebody else has made the rows anew: goes on from where they stand, also after a failure. */
  resume(): void;
  stop(): Promise<void>;
}

export type StartDriver = (listener: DriverListener) => Promise<ProjectionDriver>;
