import type { StoredRecord, Subscription, TopicName } from '@millrace/events';
import type { SimBroker } from './sim-broker.js';
import type { WireEnds } from './wire.js';

/** Records of one delivery at most. */
const DELIVERY = 500;
/** How often somebody who hears nothing tries again, milliseconds. */
const AGAIN_MS = 250;

export interface Followed<N extends TopicName> {
  readonly topic: N;
  readonly partition: number;
  readonly from: number | 'end';
  readonly onRecords: (records: readonly StoredRecord<N>[]) => void;
}

/** Delivers a partition to one process, in order, some time after it was stored. */
export class ProcessFollower<N extends TopicName> implements Subscription {
  private next: number;
  private coming = false;
  private paused = false;
  private closed = false;
  private readonly unfollow: () => void;

  constructor(
    private readonly ends: WireEnds & { readonly broker: SimBroker },
    private readonly followed: Followed<N>,
  ) {
    const { broker } = ends;
    const { topic, partition, from } = followed;
    this.next = from === 'end' ? broker.bounds(topic, partition).end : from;
    this.unfollow = broker.follow(topic, partition, () => this.comeLater());
    this.comeLater();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.comeLater();
  }

  commit(): void {
    // Positions live beside what the reader makes.
  }

  close(): void {
    this.closed = true;
    this.unfollow();
  }

  private comeLater(afterMs = this.ends.weather.way()): void {
    if (this.coming || this.closed) return;
    this.coming = true;
    this.ends.timeline.plan(afterMs, () => this.come(), this.ends.process);
  }

  private come(): void {
    this.coming = false;
    const { broker, weather, process } = this.ends;
    const { topic, partition, onRecords } = this.followed;
    if (this.closed || this.paused) return;
    const { start, end } = broker.bounds(topic, partition);
    this.next = Math.max(this.next, start);
    if (this.next >= end) return;
    if (!weather.reachesBrokers(process)) return this.comeLater(AGAIN_MS);
    const records = broker.page(topic, partition, this.next, DELIVERY);
    this.next = (records.at(-1)?.offset ?? end - 1) + 1;
    if (records.length > 0) onRecords(records);
    if (this.next < end) this.comeLater();
  }
}
