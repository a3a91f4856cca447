import type { BlobStore } from '@millrace/blobs';
import type { Registry } from '@millrace/registry';
import type { WorkerChoiceSettings } from './dispatch/worker-choice.js';
import type { StateHashes } from './partitions/state-hashes.js';
import type { MasterThresholds } from './supervision/master-overload.js';

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
  /** How the worker of an attempt is chosen. Undefined: the one with most free slots. */
  abstract readonly workerChoice?: WorkerChoiceSettings;
  /** From where on it takes no new commands for a while. Undefined: never. */
  abstract readonly overload?: MasterThresholds;
  /** Where events go before they leave the log; without it the log is never shortened. */
  abstract readonly archive?: BlobStore;
  /** Called when a partition cannot go on: it stands still until somebody has looked. */
  abstract readonly onFatal: (error: unknown) => void;
}
