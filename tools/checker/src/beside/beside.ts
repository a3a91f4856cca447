import type { LogRef } from '@millrace/blobs';
import type { DeadLetter } from '@millrace/events';
import type { Answers } from './answers.js';
import type { Journal } from './journal.js';

/** What an invariant may look at besides the log. What is absent is not looked at. */
export interface Beside {
  /** What the scripts wrote down themselves. */
  readonly journal?: Journal | undefined;
  /** How many scripts of the journal may run at once: the slots of all its workers. */
  readonly slots?: number | undefined;
  /** What senders of commands were told. */
  readonly answers?: Answers | undefined;
  readonly readModel?: ReadModel | undefined;
  readonly storedLogs?: StoredLogs | undefined;
  readonly letters?: Letters | undefined;
  readonly processes?: AttemptProcesses | undefined;
  /** The log is being written: what stands beside it may be some seconds behind. */
  readonly live?: boolean | undefined;
}

/** A row of the read model that is not what the log gives. */
export interface RowDifference {
  readonly run?: string;
  readonly task?: string;
  readonly partition?: number;
  readonly sentence: string;
}

/** The rows that were made from the log. */
export interface ReadModel {
  /** Makes them anew from the log, as far as the stored ones have come, and gives what differs. */
  differences(): AsyncIterable<RowDifference>;
}

/** Lines of an attempt's log in a row. */
export interface LinePiece {
  /** Number of its first line, from 1. */
  readonly first: number;
  readonly count: number;
  /** Nothing follows: the worker has sent the whole log. */
  readonly ended: boolean;
  /** Why it cannot be read; absent: it can. */
  readonly damage?: string;
}

/** Where the lines of attempts are kept. */
export interface StoredLogs {
  /** The pieces in the store, by their first lines. */
  pieces(ref: LogRef): Promise<readonly LinePiece[]>;
  /** Pieces that are on their way there, in any order; some may be in the store already. */
  waiting(ref: LogRef): Promise<readonly LinePiece[]>;
}

/** Messages that could not be taken. */
export interface Letters {
  /** All that there are. `lostHead`: older ones have left the topic. */
  read(): Promise<{ readonly letters: readonly DeadLetter[]; readonly lostHead: boolean }>;
}

/** A process that bears the marks of an attempt. */
export interface AttemptProcess {
  readonly pid: number;
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
}

/** The processes of this machine that attempts have started. */
export interface AttemptProcesses {
  /** Those that run now. */
  running(): readonly AttemptProcess[];
  /** Waits until what was told to end has had the time for it. */
  grace(): Promise<void>;
}
