import type { PartitionCounts, TopicName } from '../../topics.js';
import { partitionsOf } from '../../topics.js';

/** Throws where the topic has no such partition: a broker would be asked for it again and again. */
export function requirePartition(topic: TopicName, partition: number, counts: PartitionCounts): void {
  if (partition < 0 || partition >= partitionsOf(topic, counts))
    throw new Error(`${topic} has no partition ${partition}.`);
}
