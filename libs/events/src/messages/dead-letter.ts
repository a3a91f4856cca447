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

/** Characters of a text that a letter has room for: in JSON each may take six bytes, and a record has 1 MiB (L43). */
const MOST_CHARACTERS = 140 * 1024;
/** A key may be as long as a message; a long one is no use to anybody. */
const MOST_KEY = 1024;

/** The letter as it fits into a record of any log. */
export function fittingLetter(letter: DeadLetter): DeadLetter {
  const { key, value } = letter;
  const cutKey = key !== null && key.length > MOST_KEY ? key.slice(0, MOST_KEY) : key;
  if (value.length <= MOST_CHARACTERS) return { ...letter, key: cutKey };
  const bytes = new TextEncoder().encode(value).length;
  return { ...letter, key: cutKey, value: value.slice(0, MOST_CHARACTERS), bytes };
}
