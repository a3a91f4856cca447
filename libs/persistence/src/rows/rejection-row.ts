/** Where a command stands: partition and offset in topic `commands`. */
export interface CommandPlace {
  readonly partition: number;
  readonly command: number;
}

/** One thing in particular that is wrong with a command. */
export interface RejectionDetail {
  readonly code: string;
  readonly message: string;
  /** Name of the run parameter. */
  readonly param?: string;
}

/** What the read model holds of a command that was not accepted. Of an accepted one it holds nothing. */
export interface RejectionRow extends CommandPlace {
  /** Name of the command; null where the record of its outcome has none: it repeats another one. */
  readonly source: string | null;
  readonly id: string | null;
  /** UPPER_SNAKE, stable. PARKED: it is not decided yet. */
  readonly code: string;
  readonly message: string;
  readonly details: readonly RejectionDetail[] | null;
  /** Epoch milliseconds of the log's record. */
  readonly decidedAt: number;
}
