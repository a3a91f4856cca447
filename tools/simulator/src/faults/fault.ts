import type { Chance } from '../chance.js';
import type { Cluster } from '../world/cluster.js';

/** A way in which things go wrong. */
export interface Fault {
  readonly name: string;
  /** Rows of the fault matrix that it stands for. */
  readonly rows: string;
  /** Cannot be done without it. */
  readonly needs?: 'reader';
  /** Goes wrong now; what it breaks it mends by itself, later. */
  strike(cluster: Cluster, chance: Chance): void;
}

/** Has something happen later, in nobody's name. */
export function later({ world }: Cluster, afterMs: number, happen: () => void): void {
  world.timeline.plan(afterMs, happen, world.timeline.world);
}
