import { randomBytes } from 'node:crypto';
import type { KafkaSettings } from '@millrace/events/kafka';
import { KafkaEventLog, applyTopics } from '@millrace/events/kafka';
import type { StackEndpoints } from '@millrace/stack';
import { Kafka, logLevel } from 'kafkajs';

const say = (): void => undefined;

/** A log on topics of its own, for what Kafka can do without the product. */
export class OwnLog {
  private readonly settings: KafkaSettings;
  private log: KafkaEventLog | undefined;

  constructor(endpoints: StackEndpoints) {
    const prefix = `bench-${randomBytes(6).toString('hex')}.`;
    const { brokers } = endpoints.kafka;
    this.settings = { brokers, clientId: 'millrace-bench', prefix, partitions: { P: 1, L: 1 } };
  }

  /** Makes the topics. */
  async open(): Promise<KafkaEventLog> {
    await applyTopics(this.settings, 1, say);
    return (this.log = await KafkaEventLog.open(this.settings, say));
  }

  async remove(): Promise<void> {
    await this.log?.close();
    const { brokers, prefix } = this.settings;
    const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    } finally {
      await admin.disconnect();
    }
  }
}
