import type { Fault } from './fault.js';
import { later } from './fault.js';

export const registryFlushed: Fault = {
  name: 'registry-flushed',
  rows: 'R1',
  strike: ({ world }) => world.registry.flush(),
};

export const registryAway: Fault = {
  name: 'registry-away',
  rows: 'R1',
  strike: (cluster, chance) => {
    const { weather } = cluster.world;
    weather.registryDown = true;
    later(cluster, chance.skewed(1_000, 120_000), () => (weather.registryDown = false));
  },
};

/** An old snapshot is restored: its leases are those of before. */
export const registryRestored: Fault = {
  name: 'registry-restored',
  rows: 'R1',
  strike: (cluster, chance) => {
    const { registry } = cluster.world;
    const old = registry.store;
    registry.flush();
    later(cluster, chance.skewed(1_000, 60_000), () => (registry.store = old));
  },
};
