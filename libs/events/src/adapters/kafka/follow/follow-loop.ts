import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { StoredRecord, Subscription } from '../../../event-log.js';
import type { TopicName } from '../../../topics.js';
import { AnswerWatch } from '../answer-watch.js';
import type { FetchedMessage } from '../client/cluster.js';
import type { ClientLog } from '../client/create-client.js';
import { committedMessages } from '../fetch/committed-messages.js';
import type { Fetched, Fetcher, Position } from '../fetch/fetcher.js';
import type { KafkaReader } from '../fetch/kafka-reader.js';
import { storedRecord } from '../fetch/stored-record.js';
import { isDenied, messageOf, outOfRange, reasonOf } from '../kafka-failure.js';
import { AFTER_DENIAL, DeniedTopics, deniedAmong } from './denied-topics.js';
import { KafkaFollower } from './kafka-follower.js';

/**
 * Milliseconds that a broker holds its answer back when nothing is new. A new reader waits as long at the most, and so
 * does one that reads on: where that has happened of late, it is short. Each answer costs both sides something, so where
 * all is calm, it is long.
 */
const SHORT_POLL = 50;
const LONG_POLL = 250;
const CALM_AFTER = 5_000;

const AFTER_FAILURE = 200;
/** Longer than one request may take. */
const SILENCE = 15_000;
/** Records that a follower gets at a time, so that others have their turn. */
const DELIVERY = 500;

/** Delivers to all followers of a process: one request at a time to each broker, for all partitions that it leads. */
export class FollowLoop {
  private readonly followers = new Set<KafkaFollower>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly watch = new AnswerWatch();
  private readonly denied = new DeniedTopics();
  private changedAt = 0;
  private closed = false;
  private isWaiting = false;

  /** `fetcher`: with connections of its own, on which answers are held back. */
  constructor(
    private readonly fetcher: Fetcher,
    private readonly reader: KafkaReader,
    private readonly prefix: string,
    private readonly log: ClientLog,
  ) {}

  follow<N extends TopicName>(
    topic: N,
    partition: number,
    from: number | 'end',
    onRecords: (records: readonly StoredRecord<N>[]) => void,
  ): Subscription {
    const next = from === 'end' ? undefined : from;
    const follower = new KafkaFollower(topic, partition, next, {
      take: onRecords,
      changed: () => {
        this.changedAt = performance.now();
        this.wake();
      },
    });
    void this.start(follower);
    return follower;
  }

  /** Why nothing may come at present; undefined where brokers answer, or nobody follows anything. */
  get trouble(): string | undefined {
    const silence = this.followers.size === 0 ? undefined : this.watch.troubleAfter(SILENCE, 'Kafka');
    return this.denied.trouble ?? silence;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.denied.close();
    await Promise.all(this.running.values());
  }

  /** It is among those that are served from when its place can be asked for. */
  private async start(follower: KafkaFollower): Promise<void> {
    const { topic, partition } = follower;
    try {
      await this.fetcher.prepare([`${this.prefix}${topic}`]);
      follower.next ??= (await this.reader.bounds(topic, partition)).end;
      this.followers.add(follower);
      this.changedAt = performance.now();
      this.wake();
    } catch (error) {
      if (this.closed || follower.closed) return;
      if (isDenied(error)) this.deny(topic, error);
      else this.log('warn', `Partition ${partition} of ${topic} cannot be followed yet: ${messageOf(error)}`);
      await wait(isDenied(error) ? AFTER_DENIAL : AFTER_FAILURE, undefined, { ref: false });
      void this.start(follower);
    }
  }

  private wake(): void {
    for (const follower of this.followers) if (follower.closed) this.followers.delete(follower);
    if (this.closed) return;
    const positions = this.positions();
    const leaders = this.fetcher.byLeader(positions);
    for (const leader of leaders.keys()) {
      if (!this.running.has(leader)) this.running.set(leader, this.run(leader));
    }
    if ([...leaders.values()].flat().length < positions.length) void this.wakeLater();
  }

  /** Some partition has no leader at present. */
  private async wakeLater(): Promise<void> {
    if (this.isWaiting) return;
    this.isWaiting = true;
    await this.mend();
    this.isWaiting = false;
    this.wake();
  }

  /** Until nobody wants anything of this broker. */
  private async run(leader: string): Promise<void> {
    for (;;) {
      const positions = this.fetcher.byLeader(this.positions()).get(leader) ?? [];
      if (this.closed || positions.length === 0) break;
      try {
        const fetched = await this.fetcher.fetch(leader, positions, this.patience());
        this.watch.answered();
        this.denied.allow(positions.map((one) => this.nameOf(one)));
        for (const one of fetched) await this.deliver(one);
      } catch (error) {
        if (isDenied(error)) await this.denyAmong(positions, leader);
        else await this.recover(error);
      }
    }
    this.running.delete(leader);
    this.wake();
  }

  private patience(): number {
    return performance.now() - this.changedAt < CALM_AFTER ? SHORT_POLL : LONG_POLL;
  }

  /** One for each partition: where the one of its followers stands that has had least. */
  private positions(): readonly Position[] {
    const lowest = new Map<string, Position>();
    for (const { topic, partition, wanted } of this.followers) {
      if (wanted === undefined || this.denied.has(topic)) continue;
      const id = `${topic}/${partition}`;
      const offset = Math.min(wanted, lowest.get(id)?.offset ?? wanted);
      lowest.set(id, { topic: `${this.prefix}${topic}`, partition, offset });
    }
    return [...lowest.values()];
  }

  private async deliver({ position, data }: Fetched): Promise<void> {
    if (this.closed) return;
    const topic = this.nameOf(position);
    const last = data.messages.at(-1);
    if (last) {
      const messages = committedMessages(data, position.offset);
      const records = this.decode(position, messages);
      // What a broker sends for an offset that compaction took may end before it.
      const next = Math.max(position.offset, Number(last.offset)) + 1;
      if (records) await this.offer(position, records, next);
    } else if (position.offset < Number(data.lastStableOffset)) {
      // Others filled the answer, or compaction has emptied a batch: asked for alone, the broker tells which.
      const { records, next } = await this.reader.read(topic, position.partition, position.offset, Infinity);
      await this.offer(position, records, next);
    }
  }

  /** Undefined where a record cannot be read: its followers get no more, and other partitions go on. */
  private decode(
    position: Position,
    messages: readonly FetchedMessage[],
  ): readonly StoredRecord<TopicName>[] | undefined {
    try {
      return messages.map((message) => storedRecord(this.nameOf(position), position.partition, message));
    } catch (error) {
      for (const follower of this.of(position)) follower.close();
      this.log('error', `${messageOf(error)} Its readers get no more.`);
      return undefined;
    }
  }

  private async offer(
    position: Position,
    records: readonly StoredRecord<TopicName>[],
    next: number,
  ): Promise<void> {
    let from = position.offset;
    for (let at = 0; ; at += DELIVERY) {
      const to = records[at + DELIVERY]?.offset ?? next;
      const portion = records.slice(at, at + DELIVERY);
      for (const follower of this.of(position)) this.hand(follower, () => follower.offer(portion, from, to));
      if (to === next || this.closed) return;
      from = to;
      await turn();
    }
  }

  /** A reader that fails has lost what it was given: it gets no more, and that is said. */
  private hand(follower: KafkaFollower, offer: () => void): void {
    try {
      offer();
    } catch (error) {
      follower.close();
      const where = `partition ${follower.partition} of ${follower.topic}`;
      this.log('error', `A reader of ${where} failed and gets no more: ${messageOf(error)}`);
    }
  }

  private of({ topic, partition }: Pick<Position, 'topic' | 'partition'>): readonly KafkaFollower[] {
    const name = topic.slice(this.prefix.length);
    return [...this.followers].filter((one) => one.topic === name && one.partition === partition);
  }

  private nameOf({ topic }: Pick<Position, 'topic'>): TopicName {
    return topic.slice(this.prefix.length) as TopicName;
  }

  private async denyAmong(positions: readonly Position[], leader: string): Promise<void> {
    const denied = await deniedAmong(this.fetcher, positions, leader);
    for (const [topic, error] of denied) this.deny(this.nameOf({ topic }), error);
  }

  private deny(topic: TopicName, error: unknown): void {
    const name = `${this.prefix}${topic}`;
    const reason = `${name} cannot be read: ${reasonOf(error, `Read on ${name}`)}`;
    if (this.denied.deny(topic, reason, () => this.wake()))
      this.log('error', `${reason} Its readers wait until somebody gives the right.`);
  }

  private async recover(error: unknown): Promise<void> {
    if (this.closed) return;
    const lost = outOfRange(error);
    try {
      if (lost) await this.leaveRange(lost);
      else this.log('warn', `Reading from Kafka failed, trying again: ${messageOf(error)}`);
    } catch (failure) {
      this.log('warn', `The bounds of a partition cannot be had, trying again: ${messageOf(failure)}`);
    }
    await this.mend();
  }

  private async mend(): Promise<void> {
    await wait(AFTER_FAILURE);
    await this.fetcher.refresh().catch(() => undefined);
  }

  /** What retention took is passed over, as every log does, and said; what stood beyond the end is lost, and delivery ends. */
  private async leaveRange(lost: { readonly topic: string; readonly partition: number }): Promise<void> {
    const { start, end } = await this.reader.bounds(this.nameOf(lost), lost.partition);
    const where = `partition ${lost.partition} of ${lost.topic}`;
    for (const follower of this.of(lost)) {
      const { next } = follower;
      if (next === undefined || (next >= start && next <= end)) continue;
      if (next < start) {
        follower.next = start;
        this.log('warn', `A reader of ${where} goes on at ${start}: the records from ${next} on are gone.`);
        continue;
      }
      follower.close();
      this.log(
        'error',
        `A reader of ${where} stands at ${next}, and the log ends at ${end}: records are gone. It gets no more.`,
      );
    }
  }
}
