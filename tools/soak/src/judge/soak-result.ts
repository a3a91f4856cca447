import type { Struck } from '../faults/fault.js';
import type { LateSample, Sample } from '../samples/sample.js';
import type { HeapGrowth } from './heap.js';
import type { Counts } from './leftovers.js';

/** What the checker has found. */
export interface Checked {
  /** What it has seen, by its own names. */
  readonly counts: Readonly<Record<string, unknown>>;
  readonly violations: readonly string[];
  /** Invariants that were not looked at. */
  readonly skipped: readonly string[];
}

/** Everything that a soak has come to. */
export interface SoakResult {
  readonly seed: number;
  readonly minutes: number;
  /** Runs a second. */
  readonly rate: number;
  /** Node, processor, Linux. */
  readonly machine: string;
  readonly faults: readonly Struck[];
  readonly samples: readonly Sample[];
  /** Runs of the load, by workflow. */
  readonly runs: Readonly<Record<string, number>>;
  /** Requests that were sent again. */
  readonly repeats: number;
  /** Milliseconds, apart from faults and what they leave behind, and with them. */
  readonly calm: Readonly<Record<string, LateSample>>;
  readonly troubled: Readonly<Record<string, LateSample>>;
  readonly heap: readonly HeapGrowth[];
  readonly before: Counts;
  readonly after: Counts;
  /** Seconds from the end of the load until all was at rest. */
  readonly restAfter: number;
  readonly checked: Checked;
  /** What must not be, in words; none: the soak has passed. */
  readonly problems: readonly string[];
}
