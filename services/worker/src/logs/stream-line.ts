import type { LogLine } from '@millrace/events';

export type LogStream = LogLine[1];

/** A line before it is numbered: bytes without line feed, from when and where. */
export interface StreamLine {
  readonly at: number;
  readonly stream: LogStream;
  readonly bytes: Buffer;
}

/** A shorter line counts as much as this, bytes: about what number, time and stream take besides the text. */
const LEAST_CHARGE = 32;

/** Bytes that were written: the line and its line feed. */
export function sizeOfLine(line: StreamLine): number {
  return line.bytes.length + 1;
}

/** What a line counts towards the limit of its attempt. */
export function chargeOfLine(line: StreamLine): number {
  return Math.max(LEAST_CHARGE, sizeOfLine(line));
}
