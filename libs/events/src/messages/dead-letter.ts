/** A message that could not be taken, with the reason; nothing is dropped silently (I17). */
export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  /** The original text, or the beginning of one that a letter has no room for. */
  readonly value: string;
  /** Bytes of the original where `value` is its beginning: the whole stands in its topic as long as that keeps it. */
  readonly bytes?: number;
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

/** Bytes of a letter in JSON that every log takes: a record has 1 MiB (L43). */
const MOST_BYTES = 1_000_000;
/** Characters that have room whatever they are: in JSON each may take six bytes. */
const MOST_CHARACTERS = 140 * 1024;
/** A key may be as long as a message; a long one is no use to anybody. */
const MOST_KEY = 1024;

/** The letter as it fits into a record of any log. */
export function fittingLetter(letter: DeadLetter): DeadLetter {
  const { key, value } = letter;
  const cutKey = key !== null && key.length > MOST_KEY ? key.slice(0, MOST_KEY) : key;
  const whole = { ...letter, key: cutKey };
  if (value.length <= MOST_CHARACTERS || bytesOf(JSON.stringify(whole)) < MOST_BYTES) return whole;
  return { ...whole, value: value.slice(0, MOST_CHARACTERS), bytes: bytesOf(value) };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
