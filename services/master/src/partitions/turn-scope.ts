import type { AnyCommand, RunState } from '@millrace/dag';
import type { Cause, InputPosition } from '@millrace/events';
import type { DecisionBatch, PendingRecord } from './decision-batch.js';
import type { MasterContext } from './master-context.js';
import type { PartitionMemory } from './partition-memory.js';

/** What a turn needs beside memory and inputs. */
export interface TurnTools {
  readonly hash: (text: string) => string;
  /** Inputs whose decision threw before, by `topic:offset`. */
  readonly poison: ReadonlySet<string>;
  /** The clock has stepped back since a timer of this run fired: its timers are set again. */
  readonly timerCameEarly: (run: RunState) => void;
  /** More follows by itself than one record takes (L44). */
  readonly continueLater: (run: string) => void;
  /** Tells the sender of mail that all up to here is recorded (L47). */
  readonly acknowledge: (from: number, upTo: number) => void;
  /** Sends the mail that is not acknowledged. */
  readonly sendMail: () => void;
  /** Answers a repeated command with the outcome that stands at `offset`. */
  readonly answerAgain: (cause: Cause, offset: () => number) => void;
}

/** What the parts of one turn share. */
export interface TurnScope {
  readonly memory: PartitionMemory;
  readonly context: MasterContext;
  readonly tools: TurnTools;
  readonly batch: DecisionBatch;
}

/** Decides commands on a run and gives the record of it. */
export type DecideInput = (
  input: InputPosition,
  cause: Cause,
  run: string,
  commands: readonly AnyCommand[],
) => PendingRecord;
