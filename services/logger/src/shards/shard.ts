import type { LogLine } from '@millrace/events';
import { isLogLine } from './is-log-line.js';

/** The last record of a log that is complete. */
const END_RECORD = '{"end":true}\n';
const END_BYTES = Buffer.from(END_RECORD);
const LINE_FEED = 10;

/** A line with its number. */
export interface NumberedLine {
  readonly number: number;
  readonly line: LogLine;
}

/**
 * A piece of a log as it is stored: one JSON array a line, as in topic `task-logs`, whose numbers follow from the first.
 * Lines are decoded when they are asked for.
 */
export class Shard {
  readonly ended: boolean;
  /** The records of lines, without the end record. */
  readonly body: Buffer;
  private readonly ends: number[] = [];

  constructor(
    readonly first: number,
    bytes: Uint8Array,
  ) {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.ended = all.subarray(-END_BYTES.length).equals(END_BYTES);
    this.body = this.ended ? all.subarray(0, -END_BYTES.length) : all;
    for (let feed = this.body.indexOf(LINE_FEED); feed >= 0; feed = this.body.indexOf(LINE_FEED, feed + 1)) {
      this.ends.push(feed);
    }
  }

  get count(): number {
    return this.ends.length;
  }

  /** Number after that of the last line. */
  get next(): number {
    return this.first + this.count;
  }

  /** The line of a number that is in here. */
  line(number: number): LogLine {
    const index = number - this.first;
    const start = index === 0 ? 0 : (this.ends[index - 1] ?? 0) + 1;
    const value: unknown = JSON.parse(this.body.toString('utf8', start, this.ends[index]));
    if (isLogLine(value)) return value;
    throw new Error(`Line ${number} of a stored log is damaged: its shard begins at line ${this.first}.`);
  }
}

/** A line as it stands in a shard. */
export function encodeLine(line: LogLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** What follows the last line of a log that is complete. */
export function encodeEnd(): string {
  return END_RECORD;
}
