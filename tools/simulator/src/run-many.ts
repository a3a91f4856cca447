import type { Order } from './order.js';
import { simulateApart } from './order.js';
import type { Simulated } from './simulate.js';

export interface ManyInit {
  /** The next one; undefined: there are enough. */
  readonly next: () => Order | undefined;
  /** How many at once. */
  readonly jobs: number;
  readonly onDone: (done: Simulated) => void;
  /** Aborted: what runs is ended, and counts as failed. */
  readonly signal?: AbortSignal;
}

/** Simulates one order after the other, some at once. */
export async function runMany({ next, jobs, onDone, signal }: ManyInit): Promise<void> {
  const work = async (): Promise<void> => {
    for (let order = next(); order; order = next()) onDone(await simulateApart(order, signal));
  };
  await Promise.all(Array.from({ length: jobs }, work));
}
