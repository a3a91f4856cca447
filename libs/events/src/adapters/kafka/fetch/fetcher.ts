import { withRetries } from '../with-retries.js';
import type { Broker, Cluster, FetchedPartition } from '../client/cluster.js';
import { CONSUMER, EARLIEST, LATEST, READ_COMMITTED } from '../client/cluster.js';

/** A position to read from; `topic` with its prefix. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface Fetched {
  readonly position: Position;
  readonly data: FetchedPartition;
}

const MAX_BYTES = 8 * 1024 * 1024;
/** Of one partition; a broker sends one batch at least, however large. */
const PARTITION_BYTES = 1024 * 1024;

/** Asks the brokers that lead the partitions. */
export class Fetcher {
  private readonly known = new Set<string>();
  private closed = false;

  constructor(private readonly cluster: Cluster) {}

  /** Has the places of these topics at hand. Throws where one does not exist. */
  async prepare(topics: readonly string[]): Promise<void> {
    this.refuseClosed();
    const unknown = topics.filter((topic) => !this.known.has(topic));
    if (unknown.length === 0) return;
    // A broker may not have heard of a topic that another one has just made.
    await withRetries(
      () => this.cluster.addMultipleTargetTopics(unknown),
      () => this.ifOpen(),
    );
    for (const topic of unknown) this.known.add(topic);
  }

  /** The positions, of topics that are prepared, by the broker that leads them. Those whose leader is not known at present are left out. */
  byLeader(positions: readonly Position[]): ReadonlyMap<string, readonly Position[]> {
    const leaders = new Map<string, Position[]>();
    for (const position of positions) {
      const [leader] = Object.keys(
        this.cluster.findLeaderForPartitions(position.topic, [position.partition]),
      );
      if (leader === undefined || leader === '-1') continue;
      const led = leaders.get(leader) ?? [];
      leaders.set(leader, led);
      led.push(position);
    }
    return leaders;
  }

  /** `wait`: milliseconds that a broker may hold the answer back until there is something. */
  async fetch(leader: string, positions: readonly Position[], wait: number): Promise<readonly Fetched[]> {
    const topics = Map.groupBy(positions, ({ topic }) => topic);
    const broker = await this.broker(leader);
    const { responses } = await broker.fetch({
      maxWaitTime: wait,
      minBytes: 1,
      maxBytes: MAX_BYTES,
      isolationLevel: READ_COMMITTED,
      topics: [...topics].map(([topic, asked]) => ({
        topic,
        partitions: asked.map(({ partition, offset }) => ({
          partition,
          fetchOffset: String(offset),
          maxBytes: PARTITION_BYTES,
        })),
      })),
    });
    return responses.flatMap(({ topicName, partitions }) =>
      partitions.flatMap((data) => {
        const position = topics.get(topicName)?.find(({ partition }) => partition === data.partition);
        return position ? [{ position, data }] : [];
      }),
    );
  }

  async bounds(topic: string, partition: number): Promise<{ readonly start: number; readonly end: number }> {
    const [leader] = Object.keys(this.cluster.findLeaderForPartitions(topic, [partition]));
    if (leader === undefined) throw new Error(`${topic} has no partition ${partition}.`);
    const broker = await this.broker(leader);
    const at = async (timestamp: number): Promise<number> => {
      const { responses } = await broker.listOffsets({
        replicaId: CONSUMER,
        isolationLevel: READ_COMMITTED,
        topics: [{ topic, partitions: [{ partition, timestamp }] }],
      });
      return Number(responses[0]?.partitions[0]?.offset);
    };
    return { start: await at(EARLIEST), end: await at(LATEST) };
  }

  close(): void {
    this.closed = true;
  }

  async refresh(): Promise<void> {
    this.refuseClosed();
    await this.cluster.refreshMetadata();
  }

  private async broker(nodeId: string): Promise<Broker> {
    this.refuseClosed();
    // One partition without a leader makes it fail for all: what was known before still serves the others.
    await this.cluster.refreshMetadataIfNecessary().catch(() => undefined);
    return await this.cluster.findBroker({ nodeId });
  }

  private ifOpen(): Promise<void> {
    return Promise.resolve().then(() => this.refuseClosed());
  }

  /** The client would connect again by itself. */
  private refuseClosed(): void {
    if (this.closed) throw new Error('The log is closed.');
  }
}
