import type { Beside } from './beside/beside.js';
import type { RunModel } from './model/run-model.js';
import type { SeenEvent, SeenRecord, StrayEvent } from './seen.js';
import type { Where } from './violation.js';

/** What an invariant is given: what stands beside the log, and the way to say what is wrong. */
export interface CheckContext extends Beside {
  /** Reports a violation of this invariant. */
  readonly violated: (where: Where, sentence: string) => void;
}

/** The hooks of one invariant during one check. It keeps its own state; of ended runs it keeps nothing. */
export interface Watch {
  /** An accepted record, before its events. */
  readonly record?: (seen: SeenRecord) => void;
  /** An event of an active run, before it is applied. */
  readonly event?: (seen: SeenEvent) => void;
  /** The same event after it was applied. */
  readonly after?: (seen: SeenEvent) => void;
  /** The event could not be applied; the rest of the run is not looked at. */
  readonly broken?: (where: Where, reason: string) => void;
  /** An event of a run that is not active. */
  readonly stray?: (stray: StrayEvent) => void;
  /** Records are missing or belong elsewhere; the rest of the partition is not looked at. */
  readonly torn?: (where: Where, reason: string) => void;
  readonly runEnded?: (run: RunModel, where: Where) => void;
  /** The log is at its end; `open`: the runs that have not ended. */
  readonly logEnded?: (open: Iterable<RunModel>) => void;
  /** Looks at what stands beside the log, when all of the log was read. */
  readonly finished?: () => Promise<void>;
}

/** A promise of the product that a log can break. Source: the list of invariants in the reliability reference. */
export interface Invariant {
  /** Stable, unique: I1 … I21 as in the list, or a word. */
  readonly name: string;
  /** What holds, in one sentence. */
  readonly promise: string;
  /** It does not hold for every sound log: checked only when it is asked for. */
  readonly onRequest?: true;
  /** What it looks at besides the log; without that it is not looked at. */
  readonly needs?: keyof Beside;
  /** It does not hold amid what is under way: not checked where the log is being written. */
  readonly atRest?: true;
  readonly watch: (context: CheckContext) => Watch;
}
