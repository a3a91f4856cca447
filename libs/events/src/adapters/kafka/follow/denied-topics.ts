import type { TopicName } from '../../../topics.js';
import type { Fetcher, Position } from '../fetch/fetcher.js';
import { isDenied } from '../kafka-failure.js';

/** Milliseconds until a topic is asked for again: somebody may have given the right meanwhile. */
export const AFTER_DENIAL = 2_000;

/** Topics that this process may not read: their followers stand aside, so that one missing right stops no other topic. */
export class DeniedTopics {
  private readonly aside = new Map<TopicName, NodeJS.Timeout>();
  private readonly reasons = new Map<TopicName, string>();

  /** Why some topic could not be read when it was asked for last; undefined where all can. */
  get trouble(): string | undefined {
    const [reason] = this.reasons.values();
    return reason;
  }

  has(topic: TopicName): boolean {
    return this.aside.has(topic);
  }

  /** Puts the topic aside, until `again` is called. Whether that is news. */
  deny(topic: TopicName, reason: string, again: () => void): boolean {
    const isNew = !this.reasons.has(topic);
    this.reasons.set(topic, reason);
    clearTimeout(this.aside.get(topic));
    const timer = setTimeout(() => {
      this.aside.delete(topic);
      again();
    }, AFTER_DENIAL);
    timer.unref();
    this.aside.set(topic, timer);
    return isNew;
  }

  /** These were read. */
  allow(topics: Iterable<TopicName>): void {
    if (this.reasons.size > 0) for (const topic of topics) this.reasons.delete(topic);
  }

  close(): void {
    for (const timer of this.aside.values()) clearTimeout(timer);
    this.aside.clear();
  }
}

/**
 * Which topics, as brokers call them, may not be read, with what the broker says. Each is asked for alone: one of several
 * has the client throw for all of them, and it does not say which.
 */
export async function deniedAmong(
  fetcher: Fetcher,
  positions: readonly Position[],
  leader: string,
): Promise<ReadonlyMap<string, unknown>> {
  const denied = new Map<string, unknown>();
  for (const [topic, position] of new Map(positions.map((one) => [one.topic, one]))) {
    try {
      await fetcher.fetch(leader, [position], 0);
    } catch (error) {
      if (isDenied(error)) denied.set(topic, error);
    }
  }
  return denied;
}
