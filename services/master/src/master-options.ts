import type { StateHashes } from './partitions/state-hashes.js';

export type TraceRun = (run: string, event: 'started' | 'ended') => void;

/** How a master runs; also the injection token. */
export abstract class MasterOptions {
  /** Name of this process, shown in its claims. */
  abstract readonly owner: string;
  /** Task types that start no process: they have slots of their own. */
  abstract readonly lightTypes: ReadonlySet<string>;
  /** Told when the first and the last record of a run are verified, for measurements. */
  abstract readonly traceRun?: TraceRun;
  abstract readonly stateHashes: StateHashes;
  /** Called when a partition cannot go on: the process must end with a non-zero code. */
  abstract readonly onFatal: (error: unknown) => void;
}
