import type { LiveWorker } from '../worker-directory.js';
import type { WorkerPolicy } from './worker-policy.js';
import { NEVER } from './worker-policy.js';

/** The first of a list of names that is alive and has a slot; no others. */
export class Pinned implements WorkerPolicy {
  private readonly order: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.order = new Map(names.map((name, index) => [name, -index]));
  }

  preference({ ref }: LiveWorker): number {
    return this.order.get(ref.worker) ?? NEVER;
  }
}
