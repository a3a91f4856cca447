import type { LogLine } from '@millrace/events';
import type { LogRef } from '../log-ref.js';
import type { LoggerSettings } from '../logger-settings.js';
import { encodeEnd, encodeLine } from './shard.js';
import type { ShardStore } from './shard-store.js';

/** Lines in a row. */
export interface LineRun {
  readonly first: number;
  readonly lines: readonly LogLine[];
}

/** Where the stored log of an attempt ends. */
export interface StoredEnd {
  /** Number that the next line has. */
  readonly next: number;
  /** First line of the last shard; 0 when nothing is stored. */
  readonly shard: number;
  /** Bytes of the last shard, without its end record. */
  readonly bytes: number;
  /** True when the log is complete. */
  readonly ended: boolean;
}

/** Lines that never arrived: numbers from `from` to `to`. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

export interface Stored {
  readonly end: StoredEnd;
  readonly gaps: readonly Gap[];
}

interface OpenShard {
  readonly first: number;
  count: number;
  bytes: number;
  readonly added: string[];
  /** True when lines of it are in the store. */
  readonly stored: boolean;
}

const NOTHING: StoredEnd = { next: 1, shard: 0, bytes: 0, ended: false };

/** Puts lines into shards. What was written before a crash is found again by `load`, so nothing is stored twice. */
export class ShardWriter {
  constructor(
    private readonly store: ShardStore,
    private readonly limits: Pick<LoggerSettings, 'shardLines' | 'shardBytes'>,
  ) {}

  /** What the store has of a log. */
  async load(ref: LogRef): Promise<StoredEnd> {
    const first = (await this.store.firsts(ref)).at(-1);
    const shard = first === undefined ? undefined : await this.store.read(ref, first);
    if (!shard) return NOTHING;
    return { next: shard.next, shard: shard.first, bytes: shard.body.length, ended: shard.ended };
  }

  /**
   * Stores the lines that are not stored yet and resolves when they are durable. Shards are written in their order, so
   * that a crash leaves no gap. A gap in the numbers begins a new shard.
   */
  async append(ref: LogRef, end: StoredEnd, runs: readonly LineRun[], ended: boolean): Promise<Stored> {
    const shards: OpenShard[] = [];
    const gaps: Gap[] = [];
    let open = openOf(end);
    let { next } = end;
    for (const { first, lines } of runs) {
      if (first > next) gaps.push({ from: next, to: first - 1 });
      for (let index = 0; index < lines.length; index += 1) {
        const line = lines[index];
        if (line) open = this.add(open, first + index, encodeLine(line), shards);
      }
      if (lines.length > 0) next = Math.max(next, first + lines.length);
    }
    const complete = ended || end.ended;
    if (open && (open.added.length > 0 || complete !== end.ended)) shards.push(open);
    for (const shard of shards) await this.write(ref, shard, complete && shard === open);
    const last = open ? { shard: open.first, bytes: open.bytes } : { shard: 0, bytes: 0 };
    return { end: { next, ...last, ended: complete }, gaps };
  }

  /** The shard that the line went into; one that is full or followed by a gap is closed. */
  private add(open: OpenShard | undefined, number: number, record: string, closed: OpenShard[]): OpenShard {
    const bytes = Buffer.byteLength(record);
    if (open && this.fits(open, number, bytes)) {
      open.added.push(record);
      open.count += 1;
      open.bytes += bytes;
      return open;
    }
    if (open && open.added.length > 0) closed.push(open);
    return { first: number, count: 1, bytes, added: [record], stored: false };
  }

  private fits(open: OpenShard, number: number, bytes: number): boolean {
    const { shardLines, shardBytes } = this.limits;
    return number === open.first + open.count && open.count < shardLines && open.bytes + bytes <= shardBytes;
  }

  private async write(ref: LogRef, shard: OpenShard, ended: boolean): Promise<void> {
    const before = shard.stored ? (await this.store.read(ref, shard.first))?.body : undefined;
    const added = Buffer.from(`${shard.added.join('')}${ended ? encodeEnd() : ''}`);
    await this.store.write(ref, shard.first, before ? Buffer.concat([before, added]) : added);
  }
}

function openOf({ shard, next, bytes }: StoredEnd): OpenShard | undefined {
  return shard === 0 ? undefined : { first: shard, count: next - shard, bytes, added: [], stored: true };
}
