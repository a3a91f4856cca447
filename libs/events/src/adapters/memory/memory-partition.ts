import type { Bounds, NewRecord, Page, StoredRecord, Subscription } from '../../event-log.js';
import { LogCorruptError } from '../../log-errors.js';
import type { TopicName, TopicSpec } from '../../topics.js';
import { Feed } from '../feed.js';

/** Records that nobody follows yet are kept up to this number. */
const UNFOLLOWED = 10_000;

interface Waiting {
  readonly upTo: number;
  readonly resolve: () => void;
}

/** One partition of a topic in memory. `retain`: keep everything, for tests; else only what followers still need. */
export class MemoryPartition<N extends TopicName> {
  readonly feed = new Feed<N>(this);
  private records: StoredRecord<N>[] = [];
  private waiting: Waiting[] = [];
  /** Below it all has been handled for good; where that acknowledges, what is delivered and not handled is kept. */
  private handledTo = 0;
  start = 0;

  constructor(
    private readonly spec: TopicSpec,
    private readonly retain: boolean,
    private readonly clock: () => number,
  ) {}

  get end(): number {
    return this.start + this.records.length;
  }

  get bounds(): Bounds {
    return { start: this.start, end: this.end };
  }

  beginAt(offset: number): void {
    if (this.records.length > 0 || offset <= this.start) return;
    this.start = offset;
    this.handledTo = offset;
  }

  /** Adds records and gives their offsets; `done` resolves when they are acknowledged. */
  append(added: readonly NewRecord<N>[]): {
    readonly offsets: readonly number[];
    readonly done: Promise<void> | undefined;
  } {
    const time = this.clock();
    const base = this.end;
    const stored = added.map(({ key, value }, index): StoredRecord<N> => ({
      offset: base + index,
      time,
      key,
      value,
    }));
    for (const record of stored) this.records.push(record);
    const done = this.spec.acknowledged === 'handled' ? this.whenHandled(this.end) : undefined;
    this.feed.published(stored);
    this.trim();
    return { offsets: stored.map((record) => record.offset), done };
  }

  page(from: number, limit: number): readonly StoredRecord<N>[] {
    return this.records.slice(Math.max(0, from - this.start), Math.max(0, from - this.start) + limit);
  }

  read(from: number, limit: number): Page<N> {
    if (from < this.start)
      throw new LogCorruptError(`${this.spec.name} begins at ${this.start}, asked for ${from}.`);
    if (from > this.end)
      throw new LogCorruptError(`${this.spec.name} ends at ${this.end}, asked for ${from}.`);
    const records = this.page(from, limit);
    return { records, next: from + records.length };
  }

  follow(from: number | 'end', onRecords: (records: readonly StoredRecord<N>[]) => void): Subscription {
    return this.feed.follow(from, onRecords);
  }

  handled(next: number): void {
    this.handledTo = Math.max(this.handledTo, next);
    while (this.waiting[0] && this.waiting[0].upTo <= next) this.waiting.shift()?.resolve();
    if (this.spec.acknowledged === 'handled') this.trim();
  }

  deleteBefore(offset: number): void {
    if (this.spec.kept !== 'compacted') this.drop(Math.min(offset, this.end) - this.start);
  }

  /** For tests of what readers do then: everything from this offset on is gone. */
  truncate(offset: number): void {
    this.records.length = Math.max(0, offset - this.start);
  }

  private whenHandled(upTo: number): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ upTo, resolve }));
  }

  private trim(): void {
    if (this.retain) return;
    this.drop(Math.min(this.records.length, this.needed() - this.start));
  }

  private drop(drop: number): void {
    if (drop <= 0) return;
    if (drop === this.records.length) this.records = [];
    else this.records.splice(0, drop);
    this.start += drop;
  }

  private needed(): number {
    const followed = this.feed.followed ? this.feed.needed : this.end - UNFOLLOWED;
    return this.spec.acknowledged === 'handled' ? Math.min(followed, this.handledTo) : followed;
  }
}
