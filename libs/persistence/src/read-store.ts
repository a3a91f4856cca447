import type { RunPhase } from '@millrace/dag';
import type { FoldPosition } from './rows/fold-position.js';
import type { CommandPlace, RejectionRow } from './rows/rejection-row.js';
import type { RunRow } from './rows/run-row.js';
import type { TaskRunRow } from './rows/task-run-row.js';

/** The place of a run in a list: newest first, runs of one millisecond by id. */
export interface RunCursor {
  readonly startedAt: number;
  readonly id: string;
}

export interface RunFilter {
  readonly project?: string;
  /** Name of a workflow. Names are unique in a project only: given without one it is a fault of the caller. */
  readonly workflow?: string;
  /** Any of these; absent or empty: all. */
  readonly states?: readonly RunPhase[];
}

export interface RunListQuery extends RunFilter {
  /** Epoch milliseconds; only runs that started later. */
  readonly startedAfter?: number;
  /** Epoch milliseconds; only runs that started earlier. */
  readonly startedBefore?: number;
  /** Runs that come after this one in the list. */
  readonly cursor?: RunCursor;
  /** 1 to 1000. */
  readonly limit: number;
}

/** What a command is called for ever. */
export interface CommandName {
  readonly source: string;
  readonly id: string;
}

export interface RunPage {
  readonly runs: readonly RunRow[];
  /** Where the next page begins; null when there is none. */
  readonly next: RunCursor | null;
}

/**
 * The port to the read model, for reading only: what it holds is made by the projection from the log (design §6). It
 * leaves out: writing, definitions (they live in the catalogue), and a common view over several calls. Every call throws
 * ReadModelDamagedError where rows cannot be read, and ReadModelUnavailableError.
 */
export abstract class ReadStore {
  abstract findRun(id: string): Promise<RunRow | undefined>;

  /** Newest first, by start and id. The cost does not grow with the number of runs. */
  abstract listRuns(query: RunListQuery): Promise<RunPage>;

  /** Runs by state; states without any are left out. The cost grows with the runs that are counted. */
  abstract countRuns(filter: RunFilter): Promise<Readonly<Partial<Record<RunPhase, number>>>>;

  abstract findTaskRun(run: string, task: string): Promise<TaskRunRow | undefined>;

  /** The task runs of a run that have left `waiting`, by name. */
  abstract listTaskRuns(run: string): Promise<readonly TaskRunRow[]>;

  /** What was said against the command at this place; undefined also for one that is not decided yet. */
  abstract findRejection(place: CommandPlace): Promise<RejectionRow | undefined>;

  /** The same for the first command of this name. */
  abstract findNamedRejection(name: CommandName): Promise<RejectionRow | undefined>;

  /** By partition; partitions of which nothing was read yet are left out. */
  abstract foldPositions(): Promise<readonly FoldPosition[]>;

  /** How far a read model is that is being made anew beside this one, by whatever process; undefined: none is. */
  abstract rebuildPositions(): Promise<readonly FoldPosition[] | undefined>;

  abstract close(): Promise<void>;
}
