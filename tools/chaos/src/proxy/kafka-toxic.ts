import type { ApiName } from './api-keys.js';
import type { KafkaRequest } from './kafka-request.js';

interface OfRequests {
  readonly api: ApiName;
  /** Of Produce: only what goes to this topic, by its whole name. */
  readonly topic?: string;
  /** Only so many, then no more; without it all. */
  readonly times?: number;
}

/** What a proxy does to requests of one kind, and to their answers. */
export type KafkaToxic =
  /** The answer comes later, and with it all that follow it on the connection: a broker keeps the order. */
  | (OfRequests & { readonly kind: 'delay'; readonly ms: number })
  /**
   * The broker does what it was asked for, and the answer never comes: the connection is reset instead, or nothing more
   * comes on it.
   */
  | (OfRequests & { readonly kind: 'swallow'; readonly then: 'reset' | 'hang' })
  /** Half of the request goes through, then the connection is reset. */
  | (OfRequests & { readonly kind: 'tear' })
  /** The broker does what it was asked for; half of the answer comes, then the connection is closed. */
  | (OfRequests & { readonly kind: 'tear-answer' });

/** A toxic that was inflicted, and how often it has struck so far. */
export interface Inflicted {
  readonly strikes: number;
}

interface Entry {
  readonly toxic: KafkaToxic;
  strikes: number;
}

/** What is done to requests at present. */
export class KafkaToxics {
  private entries: Entry[] = [];

  add(toxic: KafkaToxic): Inflicted {
    if (toxic.topic !== undefined && toxic.api !== 'Produce')
      throw new Error(`The topics of ${toxic.api} are not read here.`);
    const entry = { toxic, strikes: 0 };
    this.entries.push(entry);
    return entry;
  }

  heal(): void {
    this.entries = [];
  }

  /** The first that hits this request; it has struck then. */
  strike(request: KafkaRequest): KafkaToxic | undefined {
    const hit = this.entries.find(
      ({ toxic, strikes }) =>
        toxic.api === request.api &&
        strikes < (toxic.times ?? Infinity) &&
        (toxic.topic === undefined || request.topics.includes(toxic.topic)),
    );
    if (hit) hit.strikes += 1;
    return hit?.toxic;
  }
}
