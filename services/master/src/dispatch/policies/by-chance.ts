import type { WorkerPolicy } from './worker-policy.js';

/** Any, each as likely as the others. */
export class ByChance implements WorkerPolicy {
  /** `chance`: a number from 0 to below 1. */
  constructor(private readonly chance: () => number) {}

  preference(): number {
    return this.chance();
  }
}
