import type { Order } from './order.js';

/** A simulation that once found something, and what that was. */
export interface Regression extends Order {
  readonly found: string;
  /** Puts the bug back: this seed must find it, or it means something else by now and another one is to be looked for. */
  readonly plant: string;
}

/** Run by every test of the simulator. A seed keeps its meaning only as long as nothing draws otherwise. */
export const regressions: readonly Regression[] = [
  {
    seed: 1,
    hours: 0.3,
    plant: 'clock-judged-without-claim',
    found:
      'a claim that never came to the log was taken for a clock that is off, and a worker that lost its lease while Kafka was away ended',
  },
];
