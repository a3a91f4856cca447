import { describeWithStack } from '@millrace/testing';
import { describe } from 'vitest';
import { durableLogContract, eventLogContract } from '../../../testing/index.js';
import { openKafkaHarness } from '../../../testing/kafka-harness.js';

describeWithStack('the Kafka log', ['kafka'], ({ kafka }) => {
  describe('as every log', () => eventLogContract(() => openKafkaHarness(kafka.brokers)));
  describe('as one that lasts', () => durableLogContract(() => openKafkaHarness(kafka.brokers)));
});
