/** Which attempt's log. */
export interface AttemptLog {
  readonly run: string;
  readonly task: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
}

/** One line of an attempt's log. */
export interface StoredLogLine {
  /** Number in the attempt, from 1, without gaps. */
  readonly line: number;
  /** When the worker read it, epoch milliseconds of the worker's clock. */
  readonly at: number;
  readonly stream: 'stdout' | 'stderr' | 'system';
  /** Without the line end; bytes that are not UTF-8 stand as `\xNN`. */
  readonly text: string;
}

export interface LogPage {
  readonly lines: readonly StoredLogLine[];
  /** Number of the first line here; of the line that would come next when there are none. */
  readonly first: number;
  /** Number of the line to read on from. */
  readonly next: number;
  /** Lines that the store has so far; 0 for a log that it does not know. */
  readonly total: number;
  /** The attempt writes no more, and all of it is here. */
  readonly complete: boolean;
}

export interface LogFollowing {
  /** Stops delivery until `resume`; nothing is lost meanwhile. */
  pause(): void;
  resume(): void;
  close(): void;
}

/**
 * The port to the logs of attempts, for readers; also the injection token. It leaves out: writing (the logger's
 * matter) and deciding who may read.
 */
export abstract class LogStore {
  /** Up to `limit` lines from line `from` on. Empty for a log that it does not know. */
  abstract read(log: AttemptLog, from: number, limit: number): Promise<LogPage>;

  /** The last `count` lines. */
  abstract tail(log: AttemptLog, count: number): Promise<LogPage>;

  /**
   * Gives all lines from `from` on, in order, as they come; the last page is `complete`. `onFailure`: no more comes,
   * because the log cannot be read.
   */
  abstract follow(
    log: AttemptLog,
    from: number,
    onPage: (page: LogPage) => void,
    onFailure: (error: unknown) => void,
  ): LogFollowing;
}
