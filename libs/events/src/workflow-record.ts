import type { AnyEvent } from '@millrace/dag';

/** Newest form of a record that this release writes and reads. */
export const RECORD_VERSION = 1;

/** Where the input of a decision stood. Internal commands have none. */
export interface InputPosition {
  readonly topic: 'commands' | 'task-status' | 'mailbox';
  readonly offset: number;
  readonly from?: number;
  readonly mseq?: number;
}

/** What was decided: the command, by its name for ever, and whose trace it belongs to. */
export interface Cause {
  readonly type: string;
  readonly source?: string;
  readonly id?: string;
  /** Hash of the command's body: the same id with another body is refused (L50). */
  readonly body?: string;
  readonly correlation?: string;
  readonly traceparent?: string;
}

/** Null only for internal commands. `ref`: the run it started or was for. */
export type Outcome =
  | { readonly accepted: true; readonly ref?: string }
  | {
      readonly accepted: false;
      readonly code: string;
      readonly message: string;
      readonly details?: OutcomeDetails;
    };

export type OutcomeDetails = readonly {
  readonly code: string;
  readonly message: string;
  readonly param?: string;
}[];

/** An event of the aggregate at `a` of the record's `aggs` (absent: 0); -1: of the partition itself. */
export interface RecordedEvent extends AnyEvent {
  readonly a?: number;
}

interface RecordHead {
  readonly v: number;
  /** Incarnation of the topic, from record 0 on in every record. */
  readonly logId: string;
  /** Epoch milliseconds; never falls within a partition (L18). */
  readonly now: number;
}

/** Offset 0, and only there. */
export interface CreatedRecord extends RecordHead {
  readonly kind: 'created';
}

export interface ClaimRecord extends RecordHead {
  readonly kind: 'claim';
  readonly epoch: number;
  /** 128 random bits made anew for every claim attempt. */
  readonly nonce: string;
  /** Which process claimed; shown only. */
  readonly owner: string;
}

/** One command with all its events, its outcome and the position of its input (L1). */
export interface CommandRecord extends RecordHead {
  readonly kind: 'record';
  readonly epoch: number;
  readonly nonce: string;
  readonly seq: number;
  readonly input: InputPosition | null;
  readonly cause: Cause;
  readonly outcome: Outcome | null;
  /** Every aggregate touched, with its own sequence after this record, and in some records the hash of its state then. */
  readonly aggs: readonly { readonly id: string; readonly aseq: number; readonly hash?: string }[];
  readonly events: readonly RecordedEvent[];
  /** Effects of all records below this offset are done (L22). */
  readonly doneTo: number;
}

export type WorkflowRecord = CreatedRecord | ClaimRecord | CommandRecord;
