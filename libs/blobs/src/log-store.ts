/** Names the log of one attempt. */
export interface LogRef {
  readonly run: string;
  readonly task: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
}

/** A line of a log as it is shown. Colours and other control sequences are kept and never interpreted. */
export interface ShownLine {
  /** Number in the attempt, from 1. */
  readonly line: number;
  /** When the worker read it, epoch milliseconds of the worker's clock. */
  readonly at: number;
  readonly stream: 'stdout' | 'stderr' | 'system';
  /** Without the line end. */
  readonly text: string;
  /** Bytes that are not UTF-8 stand as `\xNN` and backslashes as `\\`. */
  readonly escaped?: true;
}

export interface LogPage {
  /** In order, without gap: where lines were lost one of stream `system` stands for all of them. */
  readonly lines: readonly ShownLine[];
  /** Number of the first line here; without lines that which was asked for. */
  readonly first: number;
  /** Number to read on from. */
  readonly next: number;
  /** Number of the last line so far; 0 for a log that nobody knows. */
  readonly total: number;
  /** True when the worker has sent the whole log. Stays false when the worker was lost, and where it never wrote. */
  readonly complete: boolean;
}

export interface PageRequest {
  /** Number of the first line wanted, default 1. */
  readonly from?: number;
  /** Most lines, default and maximum 1000. A page ends earlier when it has 1 MiB of text. */
  readonly limit?: number;
}

export interface FollowRequest {
  /** Number of the first line wanted, default 1. */
  readonly from?: number;
  /** Ends the following. */
  readonly signal: AbortSignal;
}

/**
 * The port to the logs of attempts, for readers; also the injection token. An attempt without a log is an empty one.
 * Every method throws for what names no log, and BlobError when the storage fails. It leaves out: writing and removing
 * (the logger's matter) and deciding who may read.
 */
export abstract class LogStore {
  abstract page(ref: LogRef, request?: PageRequest): Promise<LogPage>;

  /** The last `count` lines (at most 1000, and 1 MiB of text). */
  abstract tail(ref: LogRef, count: number): Promise<LogPage>;

  /**
   * Pages of what is there and then of what comes, lines that are not stored yet included, until the log is complete or
   * the signal is aborted: abort it when the attempt has ended, for the log of a lost worker is never complete. The next
   * page is made when it is asked for, so a slow reader holds up nobody and costs nothing.
   */
  abstract follow(ref: LogRef, request: FollowRequest): AsyncIterable<LogPage>;

  /** The text of the whole log so far, piece by piece, every line with a line feed. */
  abstract download(ref: LogRef): AsyncIterable<string>;
}
