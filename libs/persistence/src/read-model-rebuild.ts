import type { ProjectionStore } from './projection-store.js';

/**
 * A read model that is made anew beside the one that is read, by one process at a time. It begins empty. What broke off
 * leaves tables that nobody reads, and that the next who begins drops.
 */
export abstract class ReadModelRebuild {
  /** Writes the new one. */
  abstract readonly store: ProjectionStore;

  /**
   * Puts it in the place of the one that is read, all of it at once. Meanwhile projections into that one wait, and
   * `lastSteps` brings the new one to where they are; it may be called again. Afterwards they are told that the position
   * is another. Throws ReadModelBehindError, ReadModelUnavailableError; then all is as before.
   */
  abstract takeOver(lastSteps: () => Promise<void>): Promise<void>;

  /** Ends it; without `takeOver` nothing is left of it. Never throws. */
  abstract close(): Promise<void>;
}
