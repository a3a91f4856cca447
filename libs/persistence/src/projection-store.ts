import type { FoldPosition } from './rows/fold-position.js';
import type { CommandPlace, RejectionRow } from './rows/rejection-row.js';
import type { RunRow } from './rows/run-row.js';
import type { TaskRunRow } from './rows/task-run-row.js';

/** All rows of one run. */
export interface StoredRun {
  readonly run: RunRow;
  readonly tasks: readonly TaskRunRow[];
}

/** The net effect of a batch of records of one partition. */
export interface ProjectionBatch {
  /** Where the batch began; undefined: at the beginning of the log. */
  readonly from: FoldPosition | undefined;
  readonly to: FoldPosition;
  /** Runs whose first record is in the batch. Where such a run is there already, all its rows make way. */
  readonly begun: readonly RunRow[];
  /** Other runs that changed. */
  readonly runs: readonly RunRow[];
  readonly taskRuns: readonly TaskRunRow[];
  /** Commands that were rejected, or parked until they are decided. With them go rows that are seven days older. */
  readonly rejections: readonly RejectionRow[];
  /** Commands that were parked and have been accepted: they have no row any more. */
  readonly unparked: readonly CommandPlace[];
}

/**
 * The port through which the projection writes the read model, over connections that are its own. It knows rows and
 * positions, not events. Every call throws ReadModelDamagedError where rows cannot be read, ReadModelFullError and
 * ReadModelUnavailableError.
 */
export abstract class ProjectionStore {
  /** How many batches, of different partitions, gain by being written at the same time. */
  abstract readonly writers: number;

  abstract position(partition: number): Promise<FoldPosition | undefined>;

  /** The rows of those runs that are there. */
  abstract load(runs: readonly string[]): Promise<readonly StoredRun[]>;

  /** Writes rows and position in one transaction. Throws PositionConflictError when `from` is not the position (L7). */
  abstract commit(batch: ProjectionBatch): Promise<void>;

  /** Drops all rows and positions, all at once. */
  abstract reset(): Promise<void>;

  /** Hash of all rows in canonical form, positions excepted: equal logs give equal hashes (I8). Reads everything. */
  abstract rowsHash(): Promise<string>;

  abstract close(): Promise<void>;
}
