import type { StoredRecord, Subscription } from '../../../event-log.js';
import type { TopicName } from '../../../topics.js';

/** What a follower tells its reader, and the loop that serves it. */
export interface FollowerPort<N extends TopicName> {
  take(records: readonly StoredRecord<N>[]): void;
  changed(): void;
}

/** One reader's place in a partition. */
export class KafkaFollower<N extends TopicName = TopicName> implements Subscription {
  private state: 'open' | 'paused' | 'closed' = 'open';

  /** `next`: undefined while the end is asked for. */
  constructor(
    readonly topic: N,
    readonly partition: number,
    public next: number | undefined,
    private readonly port: FollowerPort<N>,
  ) {}

  /** Where to read on from; undefined while nothing is wanted. */
  get wanted(): number | undefined {
    return this.state === 'open' ? this.next : undefined;
  }

  get closed(): boolean {
    return this.state === 'closed';
  }

  /** Takes what is new to it of the records from `from` up to `next`; nothing where that would leave a gap. */
  offer(records: readonly StoredRecord<N>[], from: number, next: number): void {
    const { wanted } = this;
    if (wanted === undefined || wanted < from || wanted >= next) return;
    this.next = next;
    const fresh = wanted === from ? records : records.filter(({ offset }) => offset >= wanted);
    if (fresh.length > 0) this.port.take(fresh);
  }

  pause(): void {
    if (this.state === 'open') this.state = 'paused';
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.state = 'open';
    this.port.changed();
  }

  commit(): void {
    // Kafka keeps what its retention says, whoever has read it; positions live beside what a reader makes.
  }

  close(): void {
    this.state = 'closed';
    this.port.changed();
  }
}
