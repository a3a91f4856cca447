import type { AnyCommand, RunState } from '@millrace/dag';
import type { Cause, InputPosition, ParkedCommand } from '@millrace/events';
import type { DecisionBatch, PendingRecord } from './decision-batch.js';
import type { FaultCode } from './decision-fault.js';
import type { MasterContext } from './master-context.js';
import type { PartitionMemory } from './partition-memory.js';

/** What a turn needs beside memory and inputs. */
export interface TurnTools {
  /** Decisions that could not be kept before, by the name of what was decided. */
  readonly faults: ReadonlyMap<string, FaultCode>;
  /** The clock has stepped back since a timer of this run fired: its timers are set again. */
  readonly timerCameEarly: (run: RunState) => void;
  /** More follows by itself than one record takes (L44). */
  readonly continueLater: (run: string) => void;
  /** Has a turn when the time of this parked command is up (L51). */
  readonly wakeFor: (parked: ParkedCommand) => void;
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

/** Decides commands on a run and gives the record of it; `key` names what is decided, `input` is null where it has none. */
export type DecideInput = (
  key: string,
  input: InputPosition | null,
  cause: Cause,
  run: string,
  commands: readonly AnyCommand[],
) => PendingRecord;
