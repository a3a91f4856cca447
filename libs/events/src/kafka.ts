/** The log on Kafka: a door of its own, so that what runs on one machine does not load the client. */
export { KafkaEventLog } from './adapters/kafka/kafka-event-log.js';
export type { KafkaLogin, KafkaSettings, KafkaTls, OwnershipTimes } from './adapters/kafka/kafka-settings.js';
export type { ClientLog } from './adapters/kafka/client/create-client.js';
export { applyTopics, diffTopics } from './adapters/kafka/topics/manage-topics.js';
export type { TopicDrift } from './adapters/kafka/topics/topic-drift.js';
