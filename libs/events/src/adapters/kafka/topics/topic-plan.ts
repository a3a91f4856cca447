import type { PartitionCounts, TopicName } from '../../../topics.js';
import { TOPICS, partitionsOf } from '../../../topics.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIB = 1024 * 1024;

/** A topic as Kafka is to have it. */
export interface TopicPlan {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
}

/** Bytes that a record of this topic may have (L43): definitions are the largest. */
export function mostBytes(name: TopicName): number {
  return name === 'catalog' ? 2 * MIB : MIB;
}

/** The catalogue of topics, in the words of Kafka. `replication`: 3, or 1 where there is one broker. */
export function topicPlans(
  prefix: string,
  counts: PartitionCounts,
  replication: number,
): readonly TopicPlan[] {
  return Object.values(TOPICS).map(({ name }) => ({
    topic: `${prefix}${name}`,
    partitions: partitionsOf(name, counts),
    replication,
    config: configOf(name, replication),
  }));
}

/** The settings of a topic that are not left to the brokers. */
export function configOf(name: TopicName, replication: number): Readonly<Record<string, string>> {
  const { kept, deletedBy } = TOPICS[name];
  return {
    'message.timestamp.type': 'LogAppendTime',
    'max.message.bytes': String(mostBytes(name)),
    'unclean.leader.election.enable': 'false',
    // Others write commands, too, and kafkajs reads no compression but gzip: the broker unpacks them.
    ...(name === 'commands' ? { 'compression.type': 'uncompressed' } : {}),
    'min.insync.replicas': String(Math.max(1, replication - 1)),
    ...(kept === 'compacted'
      ? COMPACTED
      : { 'cleanup.policy': 'delete', 'retention.ms': deletedBy ? '-1' : retention(kept) }),
  };
}

/** Tombstones live longer than any restore (L31); segments are short, so that compaction happens. */
const COMPACTED = {
  'cleanup.policy': 'compact',
  'delete.retention.ms': String(DAY),
  'segment.ms': String(HOUR),
};

function retention(days: number): string {
  return String(Math.round(days * DAY));
}
