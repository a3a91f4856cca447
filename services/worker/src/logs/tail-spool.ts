import { SpoolFile } from './spool-file.js';
import type { StreamLine } from './stream-line.js';
import { chargeOfLine, sizeOfLine } from './stream-line.js';
import { SLOT_BYTES, TailSlot, linesOfSlot } from './tail-slot.js';

/** A full slot: what it holds and where it lies. */
interface StoredSlot {
  readonly slot: number;
  readonly length: number;
  readonly lines: number;
  readonly bytes: number;
  readonly charge: number;
}

interface Cut {
  readonly lines: number;
  readonly bytes: number;
}

/**
 * The last lines of a log that is too long to be kept whole: a ring of slots in a file, of which one slot (256 KiB) is
 * in memory, and one more while it is being written. The file takes no more than twice what is kept.
 */
export class TailSpool {
  private readonly file: SpoolFile;
  private readonly slotLimit: number;
  private stored: StoredSlot[] = [];
  private free: number[] = [];
  private slots = 0;
  private current = new TailSlot(Buffer.allocUnsafe(SLOT_BYTES));
  private writing: Promise<void> | undefined;
  private charge = 0;
  private cutLines = 0;
  private cutBytes = 0;
  /** Lines at the front that are still in a slot but no longer kept; known after `finish`. */
  private skipLines = 0;

  /** `limit`: how many bytes of lines are kept, as they count. */
  constructor(
    folder: string,
    private readonly limit: number,
  ) {
    this.file = new SpoolFile(folder);
    this.slotLimit = Math.ceil((2 * limit) / SLOT_BYTES) + 1;
  }

  /** Adds a line; a promise is back-pressure and rejects when the spool cannot be written. */
  push(line: StreamLine): Promise<void> | undefined {
    if (!this.current.add(line)) {
      this.store(this.current);
      this.current = new TailSlot(Buffer.allocUnsafe(SLOT_BYTES));
      if (!this.current.add(line))
        throw new Error(`A line of ${line.bytes.length} bytes is longer than a spool slot.`);
    }
    this.charge += chargeOfLine(line);
    this.evict();
    return this.writing;
  }

  /** Resolves to what has been cut, known once nothing more is pushed. The lines are then given by `lines`. */
  async finish(): Promise<Cut> {
    await this.writing;
    let tooMuch = this.charge - this.limit;
    let { cutLines: lines, cutBytes: bytes } = this;
    for await (const line of this.all()) {
      if (tooMuch <= 0) break;
      tooMuch -= chargeOfLine(line);
      bytes += sizeOfLine(line);
      lines += 1;
    }
    this.skipLines = lines - this.cutLines;
    return { lines, bytes };
  }

  /** The lines that are kept, oldest first. */
  async *lines(): AsyncGenerator<StreamLine> {
    let skip = this.skipLines;
    for await (const line of this.all()) {
      if (skip > 0) skip -= 1;
      else yield line;
    }
  }

  async close(): Promise<void> {
    await this.writing?.catch(() => undefined);
    await this.file.close();
  }

  private async *all(): AsyncGenerator<StreamLine> {
    for (const { slot, length } of this.stored)
      yield* linesOfSlot(await this.file.read(length, slot * SLOT_BYTES));
    yield* linesOfSlot(this.current.content());
  }

  private store(full: TailSlot): void {
    const content = full.content();
    const slot = this.free.pop() ?? this.slots++;
    this.stored.push({
      slot,
      length: content.length,
      lines: full.lines,
      bytes: full.bytes,
      charge: full.charge,
    });
    const before = this.writing;
    const written = (before ?? Promise.resolve()).then(() => this.file.write(content, slot * SLOT_BYTES));
    this.writing = written;
    written.then(
      () => {
        if (this.writing === written) this.writing = undefined;
      },
      // A failed write stays as the answer to every later push.
      () => undefined,
    );
  }

  private evict(): void {
    for (let oldest = this.stored[0]; oldest && this.isTooMuch(oldest); oldest = this.stored[0]) {
      this.stored.shift();
      this.free.push(oldest.slot);
      this.charge -= oldest.charge;
      this.cutBytes += oldest.bytes;
      this.cutLines += oldest.lines;
    }
  }

  private isTooMuch(oldest: StoredSlot): boolean {
    return this.charge - oldest.charge >= this.limit || this.stored.length > this.slotLimit;
  }
}
