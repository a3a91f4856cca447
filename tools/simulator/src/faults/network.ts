import type { Chance } from '../chance.js';
import type { Cluster } from '../world/cluster.js';
import type { Role } from '../world/role.js';
import type { Fault } from './fault.js';
import { later } from './fault.js';

/** Cut off from brokers and registry, wholly or so that it hears nothing. */
export function cutAndHeal(cluster: Cluster, role: Role, chance: Chance): void {
  const { process } = role;
  const { weather } = cluster.world;
  weather.cut(process, chance.percent(60) ? 'all' : 'answers');
  later(cluster, chance.skewed(500, 90_000), () => weather.heal(process));
}

export const cutMaster: Fault = {
  name: 'cut-master',
  rows: 'M2',
  strike: (cluster, chance) => cutAndHeal(cluster, chance.pick(cluster.masters), chance),
};

export const cutWorker: Fault = {
  name: 'cut-worker',
  rows: 'W3',
  strike: (cluster, chance) => cutAndHeal(cluster, chance.pick(cluster.workers), chance),
};

export const brokersAway: Fault = {
  name: 'brokers-away',
  rows: 'K1',
  strike: (cluster, chance) => {
    const { weather } = cluster.world;
    weather.brokersDown = true;
    later(cluster, chance.skewed(500, 90_000), () => (weather.brokersDown = false));
  },
};

export const slowNetwork: Fault = {
  name: 'slow-network',
  rows: 'K1 M5',
  strike: (cluster, chance) => {
    const { weather } = cluster.world;
    weather.longestWayMs = chance.whole(200, 6_000);
    later(cluster, chance.skewed(5_000, 120_000), () => (weather.longestWayMs = 20));
  },
};
