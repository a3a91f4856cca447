import { decodeBytes, wholeCharacters } from './utf8.js';

/** How many lines stand in a failure (workflow-format §7), and how many bytes. */
const LINES = 20;
const LINE_BYTES = 1024;
const ALL_BYTES = 8192;

/** The last lines of an attempt's log, for its failure: 20 of at most 1 KiB each, 8 KiB in all. */
export class LastLines {
  private readonly ring: Buffer[] = [];
  private readonly lengths: number[] = [];
  private count = 0;

  add(line: Buffer): void {
    const slot = this.count % LINES;
    const buffer = (this.ring[slot] ??= Buffer.allocUnsafe(LINE_BYTES));
    const length = line.length > LINE_BYTES ? wholeCharacters(line, LINE_BYTES) : line.length;
    line.copy(buffer, 0, 0, length);
    this.lengths[slot] = length;
    this.count += 1;
  }

  /** Lines joined by line feeds, oldest first; undefined when there is none. */
  text(): string | undefined {
    if (this.count === 0) return undefined;
    const lines: string[] = [];
    let room = ALL_BYTES;
    for (let index = this.count - 1; index >= 0 && index >= this.count - LINES; index -= 1) {
      const line = this.lineAt(index % LINES);
      room -= Buffer.byteLength(line) + 1;
      if (room < 0) break;
      lines.unshift(line);
    }
    return lines.join('\n');
  }

  private lineAt(slot: number): string {
    const bytes = this.ring[slot]?.subarray(0, this.lengths[slot]) ?? Buffer.alloc(0);
    const shown = Buffer.from(decodeBytes(bytes).text);
    return shown.length > LINE_BYTES
      ? shown.toString('utf8', 0, wholeCharacters(shown, LINE_BYTES))
      : shown.toString();
  }
}
