import { HEALTH_WEIGHTS } from '@millrace/registry';
import type { LiveWorker, SlotClass } from '../worker-directory.js';
import { taken } from './least-loaded.js';
import type { WorkerPolicy } from './worker-policy.js';

/**
 * The health score of the last heartbeat, its free slots less what this master has given since. Of a worker that told no
 * load the machine counts as half full.
 */
export class BestHealth implements WorkerPolicy {
  preference(worker: LiveWorker, slot: SlotClass): number {
    const free = Math.max(0, 1 - taken(worker, slot) / worker.slots[slot]);
    return HEALTH_WEIGHTS.slots * free + worker.machine;
  }
}
