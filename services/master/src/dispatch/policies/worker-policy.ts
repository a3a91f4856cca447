import type { LiveWorker, SlotClass } from '../worker-directory.js';

/** The preference for a worker that is not to be chosen at all. */
export const NEVER = -Infinity;

/** Judges the workers of one group for attempts of one slot class. Asked for every dispatch, so it makes no objects. */
export interface WorkerPolicy {
  /** The higher, the rather; of equals the one that was heard of first. Asked of workers with a free slot only. */
  preference(worker: LiveWorker, slot: SlotClass): number;
  /** This one was chosen. */
  chosen?(worker: LiveWorker): void;
}
