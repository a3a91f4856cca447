import type { LoadSampler, OverloadThresholds, Registry } from '@millrace/registry';
import type { ProcessHost } from '@millrace/tasks/processes';

/** How a worker runs; also the injection token. */
export abstract class WorkerOptions {
  /** Name of the worker, stable over restarts. */
  abstract readonly name: string;
  abstract readonly groups: readonly string[];
  /** Attempts with processes that run at once. */
  abstract readonly slots: number;
  /** Attempts without processes (noop) that run at once. */
  abstract readonly lightSlots: number;
  /** Journal, incarnation and work folders live here. */
  abstract readonly folder: string;
  /** What may still end by itself when the worker is told to stop, milliseconds. */
  abstract readonly drainGraceMs: number;
  abstract readonly keepFailed: boolean;
  /**
   * Where leases are renewed beside the log. Undefined where the worker is in one process with all others: it cannot be
   * cut off from them then, and has no lease.
   */
  abstract readonly registry?: Registry;
  /** Measures the machine with each heartbeat; undefined: nothing is measured. */
  abstract readonly sampler?: Pick<LoadSampler, 'sample'>;
  /**
   * From where on it begins less: nothing with a process without memory or disk, one such attempt at a time on a full
   * cpu. It takes what it is given, and that waits. A threshold that is left out has its default. Undefined: never; nor
   * where nothing is measured.
   */
  abstract readonly overload?: Partial<OverloadThresholds>;
  /**
   * What starts the processes of attempts; it may use the folder for its own. `mark` is text in the environment of each
   * of them.
   */
  abstract readonly openProcesses: (folder: string, mark: string) => ProcessHost;
}
