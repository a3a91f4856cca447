import type { Fault } from './fault.js';

/** Less than what a master refuses to work with (L10). */
const MOST_MS = 4_000;

export const clockStep: Fault = {
  name: 'clock-step',
  rows: 'M5',
  strike: (cluster, chance) => {
    cluster.world.clocksWereSet = true;
    chance.pick(cluster.roles).process.skewMs = chance.whole(-MOST_MS, MOST_MS);
  },
};
