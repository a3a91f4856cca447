import { BestHealth } from './best-health.js';
import { ByChance } from './by-chance.js';
import { LeastLoaded } from './least-loaded.js';
import { Pinned } from './pinned.js';
import { RoundRobin } from './round-robin.js';
import type { WorkerPolicy } from './worker-policy.js';

interface PolicyInit {
  /** For `pinned`: names of workers, the first choice first. */
  readonly workers: readonly string[];
  /** A number from 0 to below 1, by chance. */
  readonly chance: () => number;
}

/** The register of policies; each group and slot class has a policy of its own. */
export const workerPolicies = {
  health: () => new BestHealth(),
  'least-loaded': () => new LeastLoaded(),
  'round-robin': () => new RoundRobin(),
  random: ({ chance }) => new ByChance(chance),
  pinned: ({ workers }) => new Pinned(workers),
} as const satisfies Readonly<Record<string, (init: PolicyInit) => WorkerPolicy>>;

export type WorkerPolicyName = keyof typeof workerPolicies;
