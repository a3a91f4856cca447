import { TOMBSTONE } from '../../messages/snapshot-entry.js';
import type { TopicName, TopicValues } from '../../topics.js';
import { TOPICS } from '../../topics.js';

/** A record without a value takes its key out of a compacted topic. */
export function encodeValue<N extends TopicName>(value: TopicValues[N]): string | null {
  if (typeof value === 'string') return value;
  return (value as { readonly kind?: string }).kind === 'tombstone' ? null : JSON.stringify(value);
}

/** Throws SyntaxError where there should be JSON and is none. */
export function decodeValue<N extends TopicName>(topic: N, text: string | null): TopicValues[N] {
  if (text === null) return (TOPICS[topic].text ? '' : TOMBSTONE) as TopicValues[N];
  return TOPICS[topic].text ? (text as TopicValues[N]) : (JSON.parse(text) as TopicValues[N]);
}
