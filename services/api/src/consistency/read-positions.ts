import type { PositionToken } from '@millrace/events';

/** Milliseconds that a read waits at most for the read model (L55). */
export const MAX_READ_WAIT = 2000;

/** How far the read model is in one partition. */
export interface ReadPosition {
  readonly partition: number;
  readonly epoch: number;
  /** The read model holds all records below this offset. */
  readonly next: number;
}

/** How far the read model is; also the injection token. The projection host is one. */
export abstract class ReadPositions {
  /**
   * Resolves with true as soon as the read model holds what the token names (L55), with false when it does not after
   * `timeoutMs` or never will.
   */
  abstract waitFor(token: PositionToken, timeoutMs: number): Promise<boolean>;

  /** Why the read model does not follow the log; undefined while it does. All that is read is stale then. */
  abstract staleness(): string | undefined;

  /** Somebody could not read a row: has the read model made anew from the log. Returns at once. */
  abstract repair(message: string): void;

  /** Undefined before the first record of the partition was read. */
  abstract positionOf(partition: number): ReadPosition | undefined;
}
