import { wholeCharacters } from './utf8.js';

const LINE_FEED = 10;
/** A kept buffer that grew beyond this is given back when its line is complete, bytes. */
const KEEP_BUFFER = 4096;

/** Takes a line without its line feed. The bytes are only valid during the call. */
export type LineSink = (line: Buffer) => void;

/**
 * Cuts one stream into lines, the same ones however its bytes come in chunks. A line beyond the limit is cut at a
 * character and ends with a marker that says how much is missing; its rest is counted, never kept.
 */
export class LineSplitter {
  private kept = Buffer.alloc(0);
  /** Bytes of the unfinished line that stand in `kept`. */
  private held = 0;
  /** Bytes of the unfinished line, the cut ones included. */
  private seen = 0;

  constructor(
    private readonly limit: number,
    private readonly sink: LineSink,
  ) {}

  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let feed = bytes.indexOf(LINE_FEED); feed >= 0; feed = bytes.indexOf(LINE_FEED, start)) {
      this.complete(bytes.subarray(start, feed));
      start = feed + 1;
    }
    if (start < bytes.length) this.hold(bytes.subarray(start));
  }

  /** What came after the last line feed is a line too. */
  end(): void {
    if (this.seen > 0) this.complete(Buffer.alloc(0));
  }

  private complete(rest: Buffer): void {
    if (this.seen === 0) {
      this.emit(rest, rest.length);
      return;
    }
    this.hold(rest);
    const { held, seen } = this;
    this.held = 0;
    this.seen = 0;
    this.emit(this.kept.subarray(0, held), seen);
    if (this.kept.length > KEEP_BUFFER) this.kept = Buffer.alloc(0);
  }

  private emit(line: Buffer, length: number): void {
    if (length <= this.limit) {
      this.sink(line);
      return;
    }
    const whole = wholeCharacters(line, this.limit);
    this.sink(Buffer.concat([line.subarray(0, whole), Buffer.from(cutMarker(length - whole))]));
  }

  private hold(bytes: Buffer): void {
    this.seen += bytes.length;
    const taken = Math.min(bytes.length, this.limit - this.held);
    if (taken <= 0) return;
    this.reserve(this.held + taken);
    bytes.copy(this.kept, this.held, 0, taken);
    this.held += taken;
  }

  private reserve(length: number): void {
    if (length <= this.kept.length) return;
    const grown = Buffer.allocUnsafe(Math.min(this.limit, Math.max(length, 2 * this.kept.length, 256)));
    this.kept.copy(grown, 0, 0, this.held);
    this.kept = grown;
  }
}

/** What stands at the end of a line that was cut. */
export function cutMarker(bytes: number): string {
  return ` [… ${bytes} bytes cut]`;
}
