/** A message that could not be taken, with the reason; nothing is dropped silently (I17). */
export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  /** The original text. */
  readonly value: string;
  readonly code: string;
  readonly message: string;
  readonly at: number;
}
