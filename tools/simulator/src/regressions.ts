import type { Order } from './order.js';

/** A simulation that once found something, and what that was. */
export interface Regression extends Order {
  readonly found: string;
}

/** Run by every test of the simulator. A seed keeps its meaning only as long as nothing draws otherwise. */
export const regressions: readonly Regression[] = [
  {
    seed: 13,
    hours: 0.3,
    found:
      'a claim that never came to the log was taken for a clock that is off, and a worker that lost its lease while Kafka was away ended',
  },
  {
    seed: 72,
    hours: 0.3,
    found: 'an attempt was given to a worker process that the same turn declared lost, by its late heartbeat',
  },
];
