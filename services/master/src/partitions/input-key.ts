import type { InputPosition } from '@millrace/events';

/** A name for an input that no other input of the partition has. */
export function inputKey({ topic, offset, from, mseq }: InputPosition): string {
  return from === undefined ? `${topic}:${offset}` : `mail ${from}:${mseq}`;
}
