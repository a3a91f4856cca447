import type { Kafka } from 'kafkajs';

/**
 * The part of kafkajs that its own consumers stand on and that it does not export: connections to brokers, by
 * partition. Readers of the log need it, because a consumer of kafkajs belongs to a group, jumps silently when its
 * position is out of range (L11), and holds up all partitions of a broker behind one. Pinned with kafkajs 2.2.4.
 */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  /** Partitions of a topic by the id of the broker that leads them. */
  findLeaderForPartitions(
    topic: string,
    partitions: readonly number[],
  ): Readonly<Record<string, readonly number[]>>;
  /** Of the brokers that are known. */
  getNodeIds(): readonly string[];
  findBroker(of: { readonly nodeId: string }): Promise<Broker>;
}

export interface Broker {
  fetch(request: FetchRequest): Promise<{ readonly responses: readonly FetchedTopic[] }>;
  listOffsets(request: OffsetsRequest): Promise<{ readonly responses: readonly OffsetsOfTopic[] }>;
  findGroupCoordinator(of: { readonly groupId: string; readonly coordinatorType: number }): Promise<unknown>;
}

export interface FetchRequest {
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly isolationLevel: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly fetchOffset: string;
      readonly maxBytes: number;
    }[];
  }[];
}

export interface FetchedTopic {
  readonly topicName: string;
  readonly partitions: readonly FetchedPartition[];
}

export interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  /** Null where the broker has none to tell of. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  readonly messages: readonly FetchedMessage[];
}

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly isControlRecord: boolean;
  readonly batchContext: {
    readonly producerId: string;
    readonly inTransaction: boolean;
    /** 1: the log's time, of the whole batch; 0: the time its sender gave each record. */
    readonly timestampType: number;
    readonly maxTimestamp: string;
  };
}

export interface OffsetsRequest {
  readonly replicaId: number;
  readonly isolationLevel: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly timestamp: number }[];
  }[];
}

export interface OffsetsOfTopic {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

export const READ_COMMITTED = 1;
/** What a consumer says it is. */
export const CONSUMER = -1;
export const EARLIEST = -2;
export const LATEST = -1;

type CreateCluster = (options: {
  readonly allowAutoTopicCreation: false;
  readonly metadataMaxAge: number;
  readonly isolationLevel: number;
}) => Cluster;

const METADATA_AGE = 60_000;

/** A set of connections of its own, with the settings of a client. */
export function createCluster(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create = symbol && (Reflect.get(kafka, symbol) as CreateCluster | undefined);
  if (!create) throw new Error('This kafkajs is not the one that millrace was made for: 2.2.4.');
  return create({
    allowAutoTopicCreation: false,
    metadataMaxAge: METADATA_AGE,
    isolationLevel: READ_COMMITTED,
  });
}
