import { describe, expect, it } from 'vitest';
import type { DeadLetter } from './dead-letter.js';
import { fittingLetter } from './dead-letter.js';

const letter = (value: string, key: string | null = 'k'): DeadLetter => ({
  topic: 'commands',
  partition: 0,
  offset: 7,
  key,
  value,
  code: 'COMMAND_TOO_LARGE',
  message: 'Too large.',
  at: 1,
});

describe('a dead letter', () => {
  it('holds the whole message where there is room', () => {
    expect(fittingLetter(letter('abc'))).toEqual(letter('abc'));
    expect(fittingLetter(letter('abc', null)).key).toBeNull();
    const long = letter('x'.repeat(900_000));
    expect(fittingLetter(long)).toEqual(long);
  });

  it.each(['x', '"', '\u0000', 'é', '語'])(
    'of a message full of %j fits into a record, and tells how long that was',
    (text) => {
      const long = text.repeat(1_048_576);
      const fitting = fittingLetter(letter(long, long));
      expect(Buffer.byteLength(JSON.stringify(fitting))).toBeLessThan(1_000_000);
      expect(fitting.bytes).toBe(Buffer.byteLength(long));
      expect(long.startsWith(fitting.value)).toBe(true);
    },
  );
});
