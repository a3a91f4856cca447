import type { LogLines } from '@millrace/events';
import type { LogRef } from '@millrace/blobs';
import type { LineRun, StoredEnd } from '../shards/shard-writer.js';

/** Lines as they came, and where they stand in the topic. */
export interface Piece extends LineRun {
  readonly partition: number;
  readonly offset: number;
  /** About the bytes in memory. */
  readonly cost: number;
}

const LINE_OVERHEAD = 100;
const PIECE_OVERHEAD = 200;

/** What is known of the log of one attempt: the lines that are not stored yet, in order, and the end of the stored ones. */
export class AttemptBuffer {
  private readonly pieces: Piece[] = [];
  cost = 0;
  /** The message that ends the log has come. */
  ended = false;
  /** Undefined until the store was asked. */
  stored: StoredEnd | undefined;
  /** When to store what waits, monotonic milliseconds. */
  dueAt = Infinity;
  /** While lines are being stored. */
  flushing: Promise<void> | undefined;

  constructor(readonly ref: LogRef) {}

  get waiting(): readonly Piece[] {
    return this.pieces;
  }

  /** Takes what is new of a message and says what it costs; 0 when there is nothing new in it. */
  add(message: LogLines, partition: number, offset: number): number {
    const known = this.next;
    const skip = known === undefined ? 0 : Math.max(0, known - message.first);
    const lines = message.lines.slice(skip);
    const ends = message.end === true && !this.ended && this.stored?.ended !== true;
    if (lines.length === 0 && !ends) return 0;
    if (ends) this.ended = true;
    const cost = lines.reduce((sum, [, , text]) => sum + text.length + LINE_OVERHEAD, PIECE_OVERHEAD);
    const piece: Piece = { first: message.first + skip, lines, partition, offset, cost };
    this.pieces.push(piece);
    this.cost += cost;
    return cost;
  }

  /** These pieces are stored now. */
  drop(count: number): void {
    for (const { cost } of this.pieces.splice(0, count)) this.cost -= cost;
  }

  /** What waits is not to be stored. */
  clear(): void {
    this.drop(this.pieces.length);
  }

  private get next(): number | undefined {
    const last = this.pieces.at(-1);
    return last ? last.first + last.lines.length : this.stored?.next;
  }
}
