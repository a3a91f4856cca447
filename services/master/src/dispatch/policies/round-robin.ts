import type { LiveWorker } from '../worker-directory.js';
import type { WorkerPolicy } from './worker-policy.js';

/** In turns: the one that was chosen longest ago, which is one that is new. */
export class RoundRobin implements WorkerPolicy {
  private readonly turns = new WeakMap<LiveWorker, number>();
  private turn = 0;

  preference(worker: LiveWorker): number {
    return -(this.turns.get(worker) ?? 0);
  }

  chosen(worker: LiveWorker): void {
    this.turn += 1;
    this.turns.set(worker, this.turn);
  }
}
