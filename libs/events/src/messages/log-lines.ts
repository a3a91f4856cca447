/** Lines of an attempt's log, numbered without gap from 1. */
export interface LogLines {
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
  /** Number of the first line here. */
  readonly first: number;
  readonly lines: readonly LogLine[];
  /** Set in the last message of the attempt. */
  readonly end?: true;
}

/** Epoch milliseconds, stream and text; text holds bytes that are not UTF-8 as `\xNN` and then a backslash as `\\` (`escaped` is then true). */
export type LogLine = readonly [
  at: number,
  stream: 'stdout' | 'stderr' | 'system',
  text: string,
  escaped?: true,
];
