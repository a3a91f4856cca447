import type { Kafka } from 'kafkajs';
import type { NewRecord } from '../../../event-log.js';
import { RecordTooLargeError } from '../../../log-errors.js';
import type { PartitionCounts, TopicName } from '../../../topics.js';
import { messageOf } from '../kafka-failure.js';
import { encodeValue } from '../record-value.js';
import { requirePartition } from '../require-partition.js';
import { mostBytes } from '../topics/topic-plan.js';
import { SureProducer } from './sure-producer.js';
import type { QueuedMessage } from './topic-queue.js';
import { TopicQueue } from './topic-queue.js';

/** What a record costs beside its key and value. */
const OVERHEAD = 128;

/** Appends for all who do not own a partition. A send that fails may be stored, so those who send again send it as it was. */
export class KafkaAppender {
  private readonly topics = new Map<
    TopicName,
    { readonly queue: TopicQueue; readonly producer: SureProducer }
  >();
  private readonly failures = new Map<TopicName, string>();

  constructor(
    private readonly kafka: Kafka,
    private readonly prefix: string,
    private readonly partitions: PartitionCounts,
  ) {}

  async append<N extends TopicName>(topic: N, records: readonly NewRecord<N>[]): Promise<readonly number[]> {
    const messages = records.map((record) => this.message(topic, record));
    return await this.queue(topic).append(messages);
  }

  /** Why the last send to some topic failed; undefined when none did. */
  get trouble(): string | undefined {
    const [failure] = this.failures.values();
    return failure;
  }

  async close(): Promise<void> {
    await Promise.all([...this.topics.values()].map(({ producer }) => producer.close()));
  }

  private message<N extends TopicName>(topic: N, { partition, key, value }: NewRecord<N>): QueuedMessage {
    requirePartition(topic, partition, this.partitions);
    const text = encodeValue(value);
    const bytes = OVERHEAD + Buffer.byteLength(key ?? '') + Buffer.byteLength(text ?? '');
    if (bytes > mostBytes(topic))
      throw new RecordTooLargeError(
        `A record for ${topic} has ${bytes} bytes; at most ${mostBytes(topic)} are taken.`,
      );
    return { partition, key, value: text, bytes };
  }

  private queue(topic: TopicName): TopicQueue {
    const found = this.topics.get(topic);
    if (found) return found.queue;
    const producer = new SureProducer(this.kafka, `${this.prefix}${topic}`);
    const queue = new TopicQueue((partition, messages) => this.send(topic, producer, partition, messages));
    this.topics.set(topic, { queue, producer });
    return queue;
  }

  private async send(
    topic: TopicName,
    producer: SureProducer,
    partition: number,
    messages: readonly QueuedMessage[],
  ): Promise<number> {
    try {
      const base = await producer.send(
        partition,
        messages.map(({ key, value }) => ({ key, value })),
      );
      this.failures.delete(topic);
      return base;
    } catch (error) {
      this.failures.set(topic, messageOf(error));
      throw error;
    }
  }
}
