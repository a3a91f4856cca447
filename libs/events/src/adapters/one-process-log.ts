import type { Bounds, Ownership, OwnershipListener, Page, StoredRecord, Subscription } from '../event-log.js';
import { EventLog } from '../event-log.js';
import type { PartitionCounts, TopicName } from '../topics.js';

/** What a log of one process asks of each of its partitions. */
export interface LocalPartition<N extends TopicName> {
  readonly bounds: Bounds;
  read(from: number, limit: number): Page<N>;
  deleteBefore(offset: number): void | Promise<void>;
  follow(from: number | 'end', onRecords: (records: readonly StoredRecord<N>[]) => void): Subscription;
}

/** A log that one process has for itself: its partitions are at hand, and all of them are its own. */
export abstract class OneProcessLog extends EventLog {
  abstract override readonly partitions: PartitionCounts;

  override read<N extends TopicName>(
    topic: N,
    partition: number,
    from: number,
    limit: number,
  ): Promise<Page<N>> {
    return Promise.resolve().then(() => this.partition(topic, partition).read(from, limit));
  }

  override bounds(topic: TopicName, partition: number): Promise<Bounds> {
    return Promise.resolve(this.partition(topic, partition).bounds);
  }

  override follow<N extends TopicName>(
    topic: N,
    partition: number,
    from: number | 'end',
    onRecords: (records: readonly StoredRecord<N>[]) => void,
  ): Subscription {
    return this.partition(topic, partition).follow(from, onRecords);
  }

  override own(listener: OwnershipListener): Promise<Ownership> {
    listener.assigned(Array.from({ length: this.partitions.P }, (_, partition) => partition));
    return Promise.resolve({ confirm: () => Promise.resolve(), leave: () => Promise.resolve() });
  }

  override async deleteBefore(topic: TopicName, partition: number, offset: number): Promise<void> {
    await this.partition(topic, partition).deleteBefore(offset);
  }

  /** Throws where the topic has no such partition. */
  protected abstract partition<N extends TopicName>(topic: N, partition: number): LocalPartition<N>;
}
