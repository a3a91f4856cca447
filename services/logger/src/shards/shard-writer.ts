import type { LogLine } from '@millrace/events';
import type { LogRef } from '@millrace/blobs';
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

/** What an append will write. */
interface Plan {
  /** Full ones. */
  readonly shards: Readonly<OpenShard>[];
  readonly gaps: Gap[];
  open: OpenShard | undefined;
  next: number;
}

/** Stored when a log begins with a gap: its first shard is always there. */
const EMPTY_HEAD: Readonly<OpenShard> = { first: 1, count: 0, bytes: 0, added: [], stored: false };

const NOTHING: StoredEnd = { next: 1, shard: 0, bytes: 0, ended: false };

/** Puts lines into shards. What was written before a crash is found again by `load`, so nothing is stored twice. */
export class ShardWriter {
  constructor(
    private readonly store: ShardStore,
    private readonly limits: Pick<LoggerSettings, 'shardLines' | 'shardBytes'>,
  ) {}

  /** What the store has of a log. */
  async load(ref: LogRef): Promise<StoredEnd> {
    const shard = await this.store.last(ref);
    if (!shard) return NOTHING;
    return { next: shard.next, shard: shard.first, bytes: shard.body.length, ended: shard.ended };
  }

  /**
   * Stores the lines that are not stored yet and resolves when they are durable. Shards are written in their order, so
   * that a crash leaves no gap. A gap in the numbers begins a new shard.
   */
  async append(ref: LogRef, end: StoredEnd, runs: readonly LineRun[], ended: boolean): Promise<Stored> {
    const plan = this.plan(end, runs);
    const { open } = plan;
    const complete = ended || end.ended;
    if (open && (open.added.length > 0 || complete !== end.ended)) plan.shards.push(open);
    for (const shard of plan.shards) await this.write(ref, shard, complete && shard === open);
    const last = open ? { shard: open.first, bytes: open.bytes } : { shard: 0, bytes: 0 };
    return { end: { next: plan.next, ...last, ended: complete }, gaps: plan.gaps };
  }

  private plan(end: StoredEnd, runs: readonly LineRun[]): Plan {
    const plan: Plan = { shards: [], gaps: [], open: openOf(end), next: end.next };
    for (const { first, lines } of runs) {
      if (first > plan.next) plan.gaps.push({ from: plan.next, to: first - 1 });
      // What is stored is skipped.
      for (const [index, line] of lines.entries()) {
        if (first + index >= plan.next) plan.open = this.add(plan, first + index, encodeLine(line));
      }
      if (lines.length > 0) plan.next = Math.max(plan.next, first + lines.length);
    }
    return plan;
  }

  /** The shard that the line went into; one that is full or followed by a gap is closed. */
  private add({ open, shards }: Plan, number: number, record: string): OpenShard {
    const bytes = Buffer.byteLength(record);
    if (open && this.fits(open, number, bytes)) {
      open.added.push(record);
      open.count += 1;
      open.bytes += bytes;
      return open;
    }
    if (open && open.added.length > 0) shards.push(open);
    if (!open && number !== EMPTY_HEAD.first) shards.push(EMPTY_HEAD);
    return { first: number, count: 1, bytes, added: [record], stored: false };
  }

  private fits(open: OpenShard, number: number, bytes: number): boolean {
    const { shardLines, shardBytes } = this.limits;
    return number === open.first + open.count && open.count < shardLines && open.bytes + bytes <= shardBytes;
  }

  private async write(ref: LogRef, shard: Readonly<OpenShard>, ended: boolean): Promise<void> {
    const before = shard.stored ? (await this.store.read(ref, shard.first))?.body : undefined;
    const added = Buffer.from(`${shard.added.join('')}${ended ? encodeEnd() : ''}`);
    await this.store.write(ref, shard.first, before ? Buffer.concat([before, added]) : added);
  }
}

function openOf({ shard, next, bytes }: StoredEnd): OpenShard | undefined {
  return shard === 0 ? undefined : { first: shard, count: next - shard, bytes, added: [], stored: true };
}
