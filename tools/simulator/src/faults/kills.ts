import type { Chance } from '../chance.js';
import type { Cluster } from '../world/cluster.js';
import type { Role } from '../world/role.js';
import type { Fault } from './fault.js';
import { later } from './fault.js';

export function killAndStart(cluster: Cluster, role: Role, chance: Chance): void {
  if (role.isDown) return;
  role.kill();
  later(cluster, chance.skewed(10, 120_000), () => role.isDown && role.start());
}

export const killMaster: Fault = {
  name: 'kill-master',
  rows: 'M1 M3',
  strike: (cluster, chance) => killAndStart(cluster, chance.pick(cluster.masters), chance),
};

export const killWorker: Fault = {
  name: 'kill-worker',
  rows: 'W1',
  strike: (cluster, chance) => killAndStart(cluster, chance.pick(cluster.workers), chance),
};

/** Each new owner dies while it takes over. */
export const killOwners: Fault = {
  name: 'kill-owners',
  rows: 'M3 M4',
  strike: (cluster, chance) => {
    for (let times = 0; times < 5; times += 1)
      later(cluster, times * chance.skewed(500, 15_000), () =>
        killAndStart(cluster, chance.pick(cluster.masters), chance),
      );
  },
};

export const killAll: Fault = {
  name: 'kill-all',
  rows: 'S1',
  strike: (cluster, chance) => {
    for (const role of cluster.roles) killAndStart(cluster, role, chance);
  },
};
