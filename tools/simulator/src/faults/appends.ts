import type { AppendFaults } from '../parts/weather.js';
import type { Fault } from './fault.js';
import { later } from './fault.js';

/** For a while some of all appends fail so. */
function unsureAppends(name: string, rows: string, faults: AppendFaults): Fault {
  return {
    name,
    rows,
    strike: (cluster, chance) => {
      const { weather } = cluster.world;
      weather.appends = faults;
      later(cluster, chance.skewed(5_000, 180_000), () => {
        if (weather.appends === faults) weather.appends = { 'answer-lost': 0, never: 0, late: 0, twice: 0 };
      });
    },
  };
}

export const lostAnswers = unsureAppends('lost-answers', 'K2 W4', {
  'answer-lost': 20,
  never: 10,
  late: 0,
  twice: 0,
});

export const lateAppends = unsureAppends('late-appends', 'K2 K4', {
  'answer-lost': 5,
  never: 5,
  late: 10,
  twice: 0,
});

export const doubledAppends = unsureAppends('doubled-appends', 'K4 W4 W5', {
  'answer-lost': 2,
  never: 2,
  late: 3,
  twice: 15,
});

/** Little of what is sent arrives in time, so that what was sent later is often there before. */
export const stormyAppends = unsureAppends('stormy-appends', 'K2 K4', {
  'answer-lost': 15,
  never: 30,
  late: 20,
  twice: 10,
});
