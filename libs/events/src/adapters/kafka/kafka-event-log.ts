import type { Kafka } from 'kafkajs';
import type {
  Bounds,
  NewRecord,
  Ownership,
  OwnershipListener,
  Page,
  PartitionWriter,
  StoredRecord,
  Subscription,
} from '../../event-log.js';
import { EventLog } from '../../event-log.js';
import type { PartitionCounts, TopicName } from '../../topics.js';
import { TOPICS } from '../../topics.js';
import { KafkaAppender } from './append/kafka-appender.js';
import { KafkaWriter } from './append/kafka-writer.js';
import { SureProducer } from './append/sure-producer.js';
import type { Cluster } from './client/cluster.js';
import { createCluster } from './client/cluster.js';
import type { ClientLog } from './client/create-client.js';
import { createClient } from './client/create-client.js';
import { Fetcher } from './fetch/fetcher.js';
import { KafkaReader } from './fetch/kafka-reader.js';
import { FollowLoop } from './follow/follow-loop.js';
import type { KafkaSettings } from './kafka-settings.js';
import { OWNERSHIP_TIMES } from './kafka-settings.js';
import { KafkaOwnership } from './ownership/kafka-ownership.js';
import { refuseDeniedGroup } from './ownership/refuse-denied-group.js';
import { LogError } from '../../log-errors.js';
import { isDenied, messageOf, unreachable } from './kafka-failure.js';
import { requirePartition } from './require-partition.js';
import { checkTopics, deleteRecords } from './topics/manage-topics.js';

interface Connections {
  readonly kafka: Kafka;
  /** On these nothing waits; on the others answers are held back until there is something. */
  readonly reading: Cluster;
  readonly following: Cluster;
}

/** The log on Kafka. Whose claim counts is for the fold to judge: a broker takes what every writer sends. */
export class KafkaEventLog extends EventLog {
  override readonly partitions: PartitionCounts;
  private readonly appender: KafkaAppender;
  private readonly fetchers: readonly Fetcher[];
  private readonly reader: KafkaReader;
  private readonly followers: FollowLoop;
  private readonly writers = new Set<PartitionWriter>();
  /** Why the owner of a partition could not write, where it lacks the right. */
  private refusal: string | undefined;
  private ownership: KafkaOwnership | undefined;

  private constructor(
    private readonly settings: KafkaSettings,
    private readonly connections: Connections,
    private readonly log: ClientLog,
  ) {
    super();
    const { prefix, partitions } = settings;
    const { kafka, reading, following } = connections;
    this.partitions = partitions;
    this.appender = new KafkaAppender(kafka, prefix, partitions);
    const [forReading, forFollowing] = [new Fetcher(reading), new Fetcher(following)];
    this.fetchers = [forReading, forFollowing];
    this.reader = new KafkaReader(forReading, prefix);
    this.followers = new FollowLoop(forFollowing, this.reader, prefix, log);
  }

  /** Throws LogUnreachableError, or ClusterMismatchError where topics are missing or have other counts (L56). */
  static async open(settings: KafkaSettings, log: ClientLog): Promise<KafkaEventLog> {
    const kafka = createClient(settings, log);
    const connections = { kafka, reading: createCluster(kafka), following: createCluster(kafka) };
    const opened = new KafkaEventLog(settings, connections, log);
    try {
      await checkTopics(kafka, settings);
      const { reading, following } = connections;
      await Promise.all([reading.connect(), following.connect()]);
    } catch (error) {
      await opened.close();
      throw error instanceof LogError ? error : unreachable(settings, error);
    }
    return opened;
  }

  override async append<N extends TopicName>(
    topic: N,
    records: readonly NewRecord<N>[],
  ): Promise<readonly number[]> {
    return await this.appender.append(topic, records);
  }

  override async read<N extends TopicName>(
    topic: N,
    partition: number,
    from: number,
    limit: number,
  ): Promise<Page<N>> {
    requirePartition(topic, partition, this.partitions);
    return await this.reader.read(topic, partition, from, limit);
  }

  override async bounds(topic: TopicName, partition: number): Promise<Bounds> {
    requirePartition(topic, partition, this.partitions);
    return await this.reader.bounds(topic, partition);
  }

  override async deleteBefore(topic: TopicName, partition: number, offset: number): Promise<void> {
    const { start, end } = await this.bounds(topic, partition);
    if (TOPICS[topic].kept === 'compacted' || offset <= start) return;
    const place = { topic: this.topic(topic), partition, offset: Math.min(offset, end) };
    await deleteRecords(this.connections.kafka, this.settings, place);
  }

  override follow<N extends TopicName>(
    topic: N,
    partition: number,
    from: number | 'end',
    onRecords: (records: readonly StoredRecord<N>[]) => void,
  ): Subscription {
    requirePartition(topic, partition, this.partitions);
    return this.followers.follow(topic, partition, from, onRecords);
  }

  override openWriter(partition: number): PartitionWriter {
    requirePartition('workflow-events', partition, this.partitions);
    const topic = this.topic('workflow-events');
    const end = async (): Promise<number> => (await this.bounds('workflow-events', partition)).end;
    const writer = new KafkaWriter(new SureProducer(this.connections.kafka, topic), partition, end);
    this.writers.add(writer);
    return {
      append: async (texts) => {
        const base = await writer.append(texts).catch((error: unknown) => this.refuse(error));
        this.refusal = undefined;
        return base;
      },
      close: () => {
        this.writers.delete(writer);
        writer.close();
      },
    };
  }

  override async own(listener: OwnershipListener): Promise<Ownership> {
    const group = this.topic('masters');
    await refuseDeniedGroup(this.connections.reading, group);
    const options = {
      group,
      topic: this.topic('commands'),
      partitions: this.partitions.P,
      times: this.settings.ownership ?? OWNERSHIP_TIMES,
      log: this.log,
    };
    const ownership = new KafkaOwnership(this.connections.kafka, options, listener);
    this.ownership = ownership;
    await ownership.join();
    return ownership;
  }

  override trouble(): string | undefined {
    return this.appender.trouble ?? this.refusal ?? this.followers.trouble ?? this.ownership?.trouble;
  }

  override beginAt(): void {
    // Kafka keeps every topic, and its offsets never repeat.
  }

  override async close(): Promise<void> {
    this.fetchers.forEach((one) => one.close());
    for (const writer of this.writers) writer.close();
    await this.followers.close();
    const { reading, following } = this.connections;
    await Promise.all([reading.disconnect(), following.disconnect(), this.appender.close()]);
  }

  /** An owner tries again whatever happens, so a right that it lacks is said here. */
  private refuse(error: unknown): never {
    if (isDenied(error)) {
      const text = messageOf(error);
      if (this.refusal === undefined) this.log('error', text);
      this.refusal = text;
    }
    throw error;
  }

  private topic(name: string): string {
    return `${this.settings.prefix}${name}`;
  }
}
