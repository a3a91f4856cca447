import type { LogLine } from '@millrace/events';

export type LogStream = LogLine[1];

/** A line before it is numbered: bytes without line feed, from when and where. */
export interface StreamLine {
  readonly at: number;
  readonly stream: LogStream;
  readonly bytes: Buffer;
}

/** What a line counts towards the limit of its attempt: its bytes and its line feed. */
export function sizeOfLine(line: StreamLine): number {
  return line.bytes.length + 1;
}
