import type { Fence, NewRecord, PartitionWriter } from '../../event-log.js';
import { OneProcessLog } from '../one-process-log.js';
import type { PartitionCounts, TopicName } from '../../topics.js';
import { TOPICS, partitionsOf } from '../../topics.js';
import { MemoryPartition } from './memory-partition.js';

export interface MemoryLogOptions {
  readonly partitions: PartitionCounts;
  /** The log's clock, epoch milliseconds. */
  readonly clock: () => number;
}

/** A log that lives as long as its process. For tests, and as the measure of what the port needs at least. */
export class MemoryEventLog extends OneProcessLog {
  override readonly partitions: PartitionCounts;
  private readonly clock: () => number;
  private readonly topics: { [N in TopicName]?: readonly MemoryPartition<N>[] } = {};

  constructor(options: MemoryLogOptions) {
    super();
    this.partitions = options.partitions;
    this.clock = options.clock;
  }

  override async append<N extends TopicName>(
    topic: N,
    records: readonly NewRecord<N>[],
  ): Promise<readonly number[]> {
    const offsets: number[] = [];
    const done: Promise<void>[] = [];
    for (const record of records) {
      const appended = this.partition(topic, record.partition).append([record]);
      offsets.push(...appended.offsets);
      if (appended.done) done.push(appended.done);
    }
    await Promise.all(done);
    return offsets;
  }

  override openWriter(partition: number): PartitionWriter {
    return {
      append: async (texts: readonly string[], _fence: Fence) => {
        const records = texts.map((value) => ({ partition, key: String(partition), value }));
        const [base] = await this.append('workflow-events', records);
        return base ?? (await this.bounds('workflow-events', partition)).end;
      },
      close: () => undefined,
    };
  }

  override trouble(): string | undefined {
    return undefined;
  }

  override beginAt(topic: TopicName, partition: number, offset: number): void {
    if (TOPICS[topic].embedded === 'memory') this.partition(topic, partition).beginAt(offset);
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  /** For tests of what readers do then: everything from this offset on is gone. */
  truncate(topic: TopicName, partition: number, offset: number): void {
    this.partition(topic, partition).truncate(offset);
  }

  protected override partition<N extends TopicName>(topic: N, partition: number): MemoryPartition<N> {
    const partitions: readonly MemoryPartition<N>[] = this.topics[topic] ?? this.open(topic);
    const found = partitions[partition];
    if (!found) throw new Error(`${topic} has no partition ${partition}.`);
    return found;
  }

  private open<N extends TopicName>(topic: N): readonly MemoryPartition<N>[] {
    const count = partitionsOf(topic, this.partitions);
    const partitions = Array.from(
      { length: count },
      () => new MemoryPartition<N>(TOPICS[topic], true, this.clock),
    );
    Object.assign(this.topics, { [topic]: partitions });
    return partitions;
  }
}
