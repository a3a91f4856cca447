import type { Kafka } from 'kafkajs';
import type { ClientLog } from '../client/create-client.js';
import { createClient } from '../client/create-client.js';
import { unreachable } from '../kafka-failure.js';
import type { KafkaSettings } from '../kafka-settings.js';
import { KafkaTopics } from './kafka-topics.js';
import type { TopicDrift } from './topic-drift.js';
import { topicPlans } from './topic-plan.js';

/** Where Kafka has the topics otherwise than the catalogue. `replication`: 3, or 1 where there is one broker. */
export async function diffTopics(
  settings: KafkaSettings,
  replication: number,
  log: ClientLog,
): Promise<readonly TopicDrift[]> {
  return await withTopics(createClient(settings, log), settings, replication, (topics) => topics.diff());
}

/** Creates and configures the topics of an installation; gives what it changed. Throws ClusterMismatchError. */
export async function applyTopics(
  settings: KafkaSettings,
  replication: number,
  log: ClientLog,
): Promise<readonly TopicDrift[]> {
  return await withTopics(createClient(settings, log), settings, replication, (topics) => topics.apply());
}

export async function checkTopics(kafka: Kafka, settings: KafkaSettings): Promise<void> {
  await withTopics(kafka, settings, 1, (topics) => topics.check());
}

async function withTopics<T>(
  kafka: Kafka,
  settings: KafkaSettings,
  replication: number,
  work: (topics: KafkaTopics) => Promise<T>,
): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
  } catch (error) {
    throw unreachable(settings.brokers, error);
  }
  try {
    return await work(new KafkaTopics(admin, topicPlans(settings.prefix, settings.partitions, replication)));
  } finally {
    await admin.disconnect();
  }
}
