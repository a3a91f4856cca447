import type { StoredRecord, Subscription } from '../event-log.js';
import type { TopicName } from '../topics.js';

/** How many records a reader that lags behind gets at a time. */
const CATCH_UP = 500;

/** What a feed reads from. */
export interface FeedSource<N extends TopicName> {
  readonly start: number;
  readonly end: number;
  page(from: number, limit: number): readonly StoredRecord<N>[];
  /** A reader has handled all below this offset for good. */
  handled(next: number): void;
}

/** Delivers the records of one partition to those that follow it: new ones at once, older ones in pages. */
export class Feed<N extends TopicName> {
  private readonly followers = new Set<Follower<N>>();

  constructor(private readonly source: FeedSource<N>) {}

  follow(from: number | 'end', onRecords: (records: readonly StoredRecord<N>[]) => void): Subscription {
    const next = from === 'end' ? this.source.end : from;
    const follower = new Follower(this.source, next, onRecords, () => this.followers.delete(follower));
    this.followers.add(follower);
    follower.pump();
    return follower;
  }

  /** New records are in the log. */
  published(records: readonly StoredRecord<N>[]): void {
    for (const follower of this.followers) follower.offer(records);
  }

  /** Lowest offset that some follower still needs; `end` without followers. */
  get needed(): number {
    let lowest = this.source.end;
    for (const follower of this.followers) lowest = Math.min(lowest, follower.next);
    return lowest;
  }

  /** Ends all delivery: the log closes. */
  close(): void {
    for (const follower of this.followers) follower.close();
  }

  get followed(): boolean {
    return this.followers.size > 0;
  }
}

class Follower<N extends TopicName> implements Subscription {
  private paused = false;
  private closed = false;
  private pumping = false;

  constructor(
    private readonly source: FeedSource<N>,
    public next: number,
    private readonly onRecords: (records: readonly StoredRecord<N>[]) => void,
    private readonly onClose: () => void,
  ) {}

  offer(records: readonly StoredRecord<N>[]): void {
    if (this.closed || this.paused || this.pumping) return;
    if (records[0]?.offset === this.next) this.deliver(records);
    else this.pump();
  }

  /** Reads what is missing in pages, a page a turn of the loop. */
  pump(): void {
    if (this.pumping || this.closed || this.paused || this.next >= this.source.end) return;
    this.pumping = true;
    setImmediate(() => {
      this.pumping = false;
      if (this.closed || this.paused) return;
      this.next = Math.max(this.next, this.source.start);
      const records = this.source.page(this.next, CATCH_UP);
      if (records.length > 0) this.deliver(records);
      this.pump();
    });
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.pump();
  }

  commit(next: number): void {
    this.source.handled(next);
  }

  close(): void {
    this.closed = true;
    this.onClose();
  }

  private deliver(records: readonly StoredRecord<N>[]): void {
    this.next = (records.at(-1)?.offset ?? this.next) + 1;
    this.onRecords(records);
  }
}
