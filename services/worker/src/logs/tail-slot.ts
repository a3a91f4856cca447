import type { LogStream, StreamLine } from './stream-line.js';
import { chargeOfLine, sizeOfLine } from './stream-line.js';

/** Bytes of a slot: the spool is written and read in such pieces.. */
export const SLOT_BYTES = 262_144;
/** Stream, time and length of a run of lines. */
const HEADER_BYTES = 13;
const STREAMS: readonly LogStream[] = ['stdout', 'stderr', 'system'];
const LINE_FEED = 10;

/**
 * Lines packed into a buffer: runs of one stream and one millisecond, each with a header, so that short lines cost a
 * byte and not a header each.
 */
export class TailSlot {
  lines = 0;
  /** Bytes that were written. */
  bytes = 0;
  /** What the lines count towards the limit. */
  charge = 0;
  private used = 0;
  private run: { readonly stream: LogStream; readonly at: number; readonly start: number } | undefined;

  constructor(private readonly buffer: Buffer) {}

  /** False when the line has no room here. */
  add(line: StreamLine): boolean {
    const sameRun = this.run?.stream === line.stream && this.run.at === line.at;
    const size = sizeOfLine(line);
    if (this.used + size + (sameRun ? 0 : HEADER_BYTES) > this.buffer.length) return false;
    if (!sameRun) this.beginRun(line);
    line.bytes.copy(this.buffer, this.used);
    this.buffer[this.used + line.bytes.length] = LINE_FEED;
    this.used += size;
    this.lines += 1;
    this.bytes += size;
    this.charge += chargeOfLine(line);
    if (this.run) this.buffer.writeUInt32LE(this.used - this.run.start, this.run.start - 4);
    return true;
  }

  content(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  private beginRun({ stream, at }: StreamLine): void {
    this.buffer[this.used] = STREAMS.indexOf(stream);
    this.buffer.writeDoubleLE(at, this.used + 1);
    this.used += HEADER_BYTES;
    this.run = { stream, at, start: this.used };
  }
}

/** The lines of a slot, oldest first. */
export function* linesOfSlot(content: Buffer): Generator<StreamLine> {
  for (let offset = 0; offset < content.length;) {
    const stream = STREAMS[content[offset] ?? 0] ?? 'system';
    const at = content.readDoubleLE(offset + 1);
    const start = offset + HEADER_BYTES;
    offset = start + content.readUInt32LE(start - 4);
    for (let begin = start; begin < offset;) {
      const feed = content.indexOf(LINE_FEED, begin);
      yield { at, stream, bytes: content.subarray(begin, feed) };
      begin = feed + 1;
    }
  }
}
