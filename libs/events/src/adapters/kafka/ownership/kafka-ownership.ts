import { setTimeout as wait } from 'node:timers/promises';
import type { Consumer, ConsumerGroupJoinEvent, Kafka } from 'kafkajs';
import type { Ownership, OwnershipListener } from '../../../event-log.js';
import type { ClientLog } from '../client/create-client.js';
import { AnswerWatch } from '../answer-watch.js';
import { messageOf, reasonOf } from '../kafka-failure.js';
import type { OwnershipTimes } from '../kafka-settings.js';
import { stickyAssigner } from './sticky-assigner.js';

const BEFORE_JOINING_AGAIN = 1_000;
const SILENT_SESSIONS = 3;

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
  private joining = false;
  /** The one that the client gave up last. */
  private givenUp: Consumer | undefined;
  private waiting: (() => void)[] = [];
  private readonly watch = new AnswerWatch();
  private readonly dog: NodeJS.Timeout;

  constructor(
    private readonly kafka: Kafka,
    private readonly options: OwnershipOptions,
    private readonly listener: OwnershipListener,
  ) {
    this.consumer = this.create();
    this.dog = setInterval(() => this.lookAfter(), options.times.session);
    this.dog.unref();
  }

  /** Why this process may not be one of the masters at present; undefined when it is. */
  get trouble(): string | undefined {
    return this.left
      ? undefined
      : this.watch.troubleAfter(this.options.times.session, 'The group of the masters');
  }

  /** Throws where Kafka cannot be reached; a group that is lost afterwards is joined again and again. */
  async join(): Promise<void> {
    const { consumer, options } = this;
    consumer.on(consumer.events.GROUP_JOIN, (event) => this.joined(consumer, event));
    consumer.on(consumer.events.HEARTBEAT, () => consumer === this.consumer && this.answered());
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (consumer !== this.consumer) return;
      const reason = reasonOf(payload.error, `Read on the group ${options.group}`);
      options.log('error', `The group of the masters was lost: ${reason}`);
      this.take([]);
      if (payload.restart) return;
      this.givenUp = consumer;
      void this.joinAgain();
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
    clearInterval(this.dog);
    await this.consumer.disconnect();
    this.take([]);
    this.answered();
  }

  private create(): Consumer {
    const { group, topic, partitions, times } = this.options;
    const consumer: Consumer = this.kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: times.session,
      rebalanceTimeout: times.session,
      heartbeatInterval: times.heartbeat,
      // With nothing to fetch the client sleeps this long between two heartbeats.
      maxWaitTimeInMs: times.heartbeat,
      partitionAssigners: [stickyAssigner(topic, partitions, () => this.owned)],
      // One that was thrown away must stay so: as a member it would keep partitions that nobody works on.
      retry: { restartOnFailure: () => Promise.resolve(!this.left && consumer === this.consumer) },
    });
    return consumer;
  }

  /** The client gives up for good where it calls a failure final, as when no coordinator is found for some seconds. */
  private async joinAgain(): Promise<void> {
    if (this.joining) return;
    this.joining = true;
    for (let joined = false; !joined && !this.left;) {
      await wait(BEFORE_JOINING_AGAIN);
      if (!this.left) joined = await this.tryToJoin();
    }
    this.joining = false;
  }

  private async tryToJoin(): Promise<boolean> {
    this.consumer = this.create();
    try {
      await this.join();
      // The client does not throw what makes it give up a group: it only tells of it.
      return this.givenUp !== this.consumer;
    } catch (error) {
      this.options.log('warn', `The group of the masters cannot be joined yet: ${messageOf(error)}`);
      return false;
    }
  }

  /** The client may stop without a word: whoever is silent for three sessions is thrown away, and the group joined anew. */
  private lookAfter(): void {
    if (this.left || this.joining || this.watch.silentFor < SILENT_SESSIONS * this.options.times.session)
      return;
    this.options.log('error', 'The group of the masters does not answer: it is joined anew.');
    const silent = this.consumer;
    this.watch.answered();
    this.take([]);
    silent.disconnect().catch(() => undefined);
    void this.joinAgain();
  }

  private answered(): void {
    this.watch.answered();
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private joined(consumer: Consumer, { payload }: ConsumerGroupJoinEvent): void {
    if (consumer !== this.consumer) return void consumer.disconnect().catch(() => undefined);
    if (this.left) return;
    this.watch.answered();
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
