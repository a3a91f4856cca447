import type { Kafka } from 'kafkajs';
import { LogError } from '../../../log-errors.js';
import type { ClientLog } from '../client/create-client.js';
import { createClient } from '../client/create-client.js';
import { unreachable } from '../kafka-failure.js';
import type { KafkaSettings } from '../kafka-settings.js';
import { KafkaTopics } from './kafka-topics.js';
import type { TopicDrift } from './topic-drift.js';
import { topicPlans } from './topic-plan.js';

const TO_LOOK = 'Describe and DescribeConfigs on all topics';
const TO_APPLY = 'Create, AlterConfigs, Describe and DescribeConfigs on all topics';

/** Where Kafka has the topics otherwise than the catalogue. `replication`: 3, or 1 where there is one broker. */
export async function diffTopics(
  settings: KafkaSettings,
  replication: number,
  log: ClientLog,
): Promise<readonly TopicDrift[]> {
  const kafka = createClient(settings, log);
  return await withTopics(kafka, settings, { replication, needs: TO_LOOK }, (topics) => topics.diff());
}

/** Creates and configures the topics of an installation; gives what it changed. Throws ClusterMismatchError. */
export async function applyTopics(
  settings: KafkaSettings,
  replication: number,
  log: ClientLog,
): Promise<readonly TopicDrift[]> {
  const kafka = createClient(settings, log);
  return await withTopics(kafka, settings, { replication, needs: TO_APPLY }, (topics) => topics.apply());
}

/** Throws LogUnreachableError, also where a broker has not done it. */
export async function deleteRecords(
  kafka: Kafka,
  settings: KafkaSettings,
  place: { readonly topic: string; readonly partition: number; readonly offset: number },
): Promise<void> {
  const { topic, partition, offset } = place;
  const admin = kafka.admin();
  try {
    await admin.connect();
    // The client deletes nothing of a topic whose leaders it has not asked for.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
  } catch (error) {
    throw unreachable(settings, error, `Delete on ${topic}`);
  } finally {
    await admin.disconnect();
  }
}

export async function checkTopics(kafka: Kafka, settings: KafkaSettings): Promise<void> {
  await withTopics(kafka, settings, { replication: 1, needs: TO_LOOK }, (topics) => topics.check());
}

/** Throws a LogError. `needs`: the rights that the work asks for. */
async function withTopics<T>(
  kafka: Kafka,
  settings: KafkaSettings,
  { replication, needs }: { readonly replication: number; readonly needs: string },
  work: (topics: KafkaTopics) => Promise<T>,
): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(new KafkaTopics(admin, topicPlans(settings.prefix, settings.partitions, replication)));
  } catch (error) {
    throw error instanceof LogError ? error : unreachable(settings, error, needs);
  } finally {
    await admin.disconnect();
  }
}
