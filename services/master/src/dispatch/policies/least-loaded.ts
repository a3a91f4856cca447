import type { LiveWorker, SlotClass } from '../worker-directory.js';
import type { WorkerPolicy } from './worker-policy.js';

/** Most free slots, as far as is known of what other masters gave. */
export class LeastLoaded implements WorkerPolicy {
  preference(worker: LiveWorker, slot: SlotClass): number {
    return worker.slots[slot] - taken(worker, slot);
  }
}

/** Attempts that a worker has, at the least: its last heartbeat does not know what it was given since. */
export function taken({ used, usedWhenHeard, busy }: LiveWorker, slot: SlotClass): number {
  const since = Math.max(0, used[slot] - usedWhenHeard[slot]);
  return Math.max(used[slot], busy[slot] + since);
}
