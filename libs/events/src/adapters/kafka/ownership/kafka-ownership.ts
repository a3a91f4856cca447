import type { Consumer, ConsumerGroupJoinEvent, Kafka } from 'kafkajs';
import type { Ownership, OwnershipListener } from '../../../event-log.js';
import type { ClientLog } from '../client/create-client.js';
import { messageOf } from '../kafka-failure.js';
import type { OwnershipTimes } from '../kafka-settings.js';
import { stickyAssigner } from './sticky-assigner.js';

export interface OwnershipOptions {
  readonly group: string;
  /** Stands for all topics with as many partitions: number n of each has one owner. */
  readonly topic: string;
  readonly partitions: number;
  readonly times: OwnershipTimes;
  readonly log: ClientLog;
}

/**
 * Membership among the masters, and nothing else: the group says which partitions are whose, its consumer reads none of
 * them. While it is rebalanced a master keeps what it has; whether it is still the owner is told by the log.
 */
export class KafkaOwnership implements Ownership {
  private readonly consumer: Consumer;
  private owned: readonly number[] = [];
  private left = false;

  constructor(
    kafka: Kafka,
    private readonly options: OwnershipOptions,
    private readonly listener: OwnershipListener,
  ) {
    const { group, topic, partitions, times } = options;
    this.consumer = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: times.session,
      rebalanceTimeout: times.session,
      heartbeatInterval: times.heartbeat,
      // With nothing to fetch the client sleeps this long between two heartbeats.
      maxWaitTimeInMs: times.heartbeat,
      partitionAssigners: [stickyAssigner(topic, partitions, () => this.owned)],
      retry: { restartOnFailure: () => Promise.resolve(!this.left) },
    });
  }

  async join(): Promise<void> {
    const { consumer, options } = this;
    consumer.on(consumer.events.GROUP_JOIN, (event) => this.joined(event));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.options.log('error', `The group of the masters was lost: ${messageOf(payload.error)}`);
      this.take([]);
    });
    await consumer.connect();
    await consumer.subscribe({ topic: options.topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: () => Promise.resolve(),
    });
  }

  async leave(): Promise<void> {
    this.left = true;
    await this.consumer.disconnect();
    this.take([]);
  }

  private joined({ payload }: ConsumerGroupJoinEvent): void {
    // Before the first fetch of this generation: the group is for membership, the log is read elsewhere.
    this.consumer.pause([{ topic: this.options.topic }]);
    if (!this.left) this.take(payload.memberAssignment[this.options.topic] ?? []);
  }

  private take(partitions: readonly number[]): void {
    const before = this.owned;
    this.owned = partitions;
    const revoked = before.filter((one) => !partitions.includes(one));
    const assigned = partitions.filter((one) => !before.includes(one));
    if (revoked.length > 0) this.listener.revoked(revoked);
    if (assigned.length > 0) this.listener.assigned(assigned);
  }
}
