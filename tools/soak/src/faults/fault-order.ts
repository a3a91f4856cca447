import { shuffled } from '@millrace/chaos';
import type { Fault } from './fault.js';

/** Faults without end, in an order that chance decides: each comes once before any comes again. */
export function* faultOrder(faults: readonly Fault[], random: () => number): Generator<Fault, never> {
  if (faults.length === 0) throw new Error('There are no faults.');
  for (;;) yield* shuffled(faults, random);
}
