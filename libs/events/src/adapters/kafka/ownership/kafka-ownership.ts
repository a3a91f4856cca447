import { setTimeout as wait } from 'node:timers/promises';
import type { Consumer, ConsumerGroupJoinEvent, Kafka } from 'kafkajs';
import type { Ownership, OwnershipListener } from '../../../event-log.js';
import type { ClientLog } from '../client/create-client.js';
import { messageOf } from '../kafka-failure.js';
import type { OwnershipTimes } from '../kafka-settings.js';
import { stickyAssigner } from './sticky-assigner.js';

const BEFORE_JOINING_AGAIN = 1_000;

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
  private consumer: Consumer;
  private owned: readonly number[] = [];
  private left = false;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly kafka: Kafka,
    private readonly options: OwnershipOptions,
    private readonly listener: OwnershipListener,
  ) {
    this.consumer = this.create();
  }

  /** Throws where Kafka cannot be reached; a group that is lost afterwards is joined again and again. */
  async join(): Promise<void> {
    const { consumer, options } = this;
    consumer.on(consumer.events.GROUP_JOIN, (event) => this.joined(consumer, event));
    consumer.on(consumer.events.HEARTBEAT, () => this.answered());
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.options.log('error', `The group of the masters was lost: ${messageOf(payload.error)}`);
      this.take([]);
      if (!payload.restart) void this.joinAgain();
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic: options.topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: () => Promise.resolve(),
      });
    } catch (error) {
      await consumer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  /** A heartbeat of the present generation is answered only to its members. */
  confirm(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async leave(): Promise<void> {
    this.left = true;
    await this.consumer.disconnect();
    this.take([]);
    this.answered();
  }

  private create(): Consumer {
    const { group, topic, partitions, times } = this.options;
    return this.kafka.consumer({
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

  /** The client gives up for good where it calls a failure final, as when no coordinator is found for some seconds. */
  private async joinAgain(): Promise<void> {
    await wait(BEFORE_JOINING_AGAIN);
    if (this.left) return;
    this.consumer = this.create();
    await this.join().catch((error: unknown) => {
      this.options.log('warn', `The group of the masters cannot be joined yet: ${messageOf(error)}`);
      void this.joinAgain();
    });
  }

  private answered(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private joined(consumer: Consumer, { payload }: ConsumerGroupJoinEvent): void {
    if (this.left) return;
    // Before the first fetch of this generation: the group is for membership, the log is read elsewhere.
    consumer.pause([{ topic: this.options.topic }]);
    this.take(payload.memberAssignment[this.options.topic] ?? []);
  }

  private take(partitions: readonly number[]): void {
    const before = this.owned;
    this.owned = partitions;
    const revoked = before.filter((one) => !partitions.includes(one));
    const assigned = partitions.filter((one) => !before.includes(one));
    try {
      if (revoked.length > 0) this.listener.revoked(revoked);
      if (assigned.length > 0) this.listener.assigned(assigned);
    } catch (error) {
      this.options.log('error', `A change of partitions was not taken: ${messageOf(error)}`);
    }
  }
}
