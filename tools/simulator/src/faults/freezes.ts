import type { Chance } from '../chance.js';
import type { Cluster } from '../world/cluster.js';
import type { Role } from '../world/role.js';
import type { Fault } from './fault.js';
import { later } from './fault.js';

export function freezeAndThaw(cluster: Cluster, role: Role, chance: Chance): void {
  if (role.process.state !== 'runs') return;
  role.freeze();
  later(cluster, chance.skewed(100, 90_000), () => role.thaw());
}

export const freezeMaster: Fault = {
  name: 'freeze-master',
  rows: 'M2',
  strike: (cluster, chance) => freezeAndThaw(cluster, chance.pick(cluster.masters), chance),
};

export const freezeWorker: Fault = {
  name: 'freeze-worker',
  rows: 'W2',
  strike: (cluster, chance) => freezeAndThaw(cluster, chance.pick(cluster.workers), chance),
};
