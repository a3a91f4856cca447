import type { KafkaSettings } from '@millrace/events/kafka';
import type { Admin } from 'kafkajs';
import { Kafka, logLevel } from 'kafkajs';

/** Asks Kafka who takes part in the consumer groups of a cluster. */
export class GroupMembers {
  private readonly admin: Admin;

  constructor(private readonly settings: KafkaSettings) {
    const { brokers } = settings;
    this.admin = new Kafka({
      brokers: [...brokers],
      clientId: 'millrace-soak',
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
    }).admin();
  }

  async open(): Promise<void> {
    await this.admin.connect();
  }

  /** Throws where Kafka does not answer. */
  async count(): Promise<number> {
    const { groups } = await this.admin.listGroups();
    const own = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(this.settings.prefix));
    if (own.length === 0) return 0;
    const described = await this.admin.describeGroups(own);
    return described.groups.reduce((sum, { members }) => sum + members.length, 0);
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
  }
}
