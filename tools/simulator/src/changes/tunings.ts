import type { Chance } from '../chance.js';
import type { CodeChange } from './code-change.js';

/** Numbers of the product that are set so that what is rare in life is common: limits that are hardly ever met. */
interface Tuning {
  readonly name: string;
  /** Of a hundred worlds; half where nothing is said. */
  readonly percent?: number;
  readonly changes: readonly CodeChange[];
}

const master = (file: string, find: string, put: string): CodeChange => ({
  file: `services/master/dist/${file}`,
  find,
  put,
});

const TUNINGS: readonly Tuning[] = [
  {
    name: 'snapshots-often',
    changes: [master('snapshots/snapshot-writer.js', 'EVERY_MS = 10 * 60_000', 'EVERY_MS = 15_000')],
  },
  {
    name: 'small-slices',
    changes: [
      master('snapshots/snapshot-writer.js', 'SLICES = 200', 'SLICES = 2'),
      master('snapshots/snapshot-writer.js', 'DEDUP_PART = 4000', 'DEDUP_PART = 3'),
      master('snapshots/slice-parts.js', 'MOST_CHARACTERS = 160_000', 'MOST_CHARACTERS = 300'),
    ],
  },
  {
    name: 'small-pages',
    changes: [
      master('partitions/partition-memory.js', 'const SLICE = 1000', 'const SLICE = 4'),
      master('snapshots/snapshot-reader.js', 'PAGE = 500', 'PAGE = 3'),
      { file: 'libs/events/dist/catalogue-feed.js', find: 'PAGE = 500', put: 'PAGE = 1' },
    ],
  },
  {
    name: 'small-decisions',
    changes: [
      { file: 'libs/dag/dist/run/run.js', find: 'MAX_STEP_EVENTS = 400', put: 'MAX_STEP_EVENTS = 3' },
      master('partitions/decision-batch.js', 'MAX_EVENTS = 500', 'MAX_EVENTS = 4'),
    ],
  },
  {
    name: 'small-turns',
    changes: [master('partitions/partition-turn.js', 'MAX_RECORDS = 500', 'MAX_RECORDS = 2')],
  },
  {
    name: 'held-back',
    changes: [
      master('partitions/partition-inputs.js', 'HIGH_WATER = 2000', 'HIGH_WATER = 4'),
      master('partitions/partition-inputs.js', 'LOW_WATER = 500', 'LOW_WATER = 2'),
    ],
  },
  {
    name: 'one-send',
    changes: [master('partitions/verified-append.js', 'MAX_SENDS = 5', 'MAX_SENDS = 1')],
  },
  {
    // As it is where nobody asks for more: to hash every state is half of what a simulation costs.
    name: 'few-hashes',
    percent: 85,
    changes: [
      {
        file: 'tools/simulator/dist/world/master-role.js',
        find: "stateHashes: 'every'",
        put: "stateHashes: 'sampled'",
      },
    ],
  },
];

export interface Tuned {
  readonly names: readonly string[];
  readonly changes: readonly CodeChange[];
}

/** Some of them, drawn by chance. */
export function drawTunings(chance: Chance): Tuned {
  const drawn = TUNINGS.filter(({ percent = 50 }) => chance.percent(percent));
  return { names: drawn.map(({ name }) => name), changes: drawn.flatMap(({ changes }) => changes) };
}
