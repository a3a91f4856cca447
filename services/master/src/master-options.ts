import type { Registry } from '@millrace/registry';
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
  /**
   * Where workers renew their leases beside the log, and masters say that they are there. Undefined where all services
   * are one process: its death is the death of its worker.
   */
  abstract readonly registry?: Registry;
  /** Called when a partition cannot go on: it stands still until somebody has looked. */
  abstract readonly onFatal: (error: unknown) => void;
}
