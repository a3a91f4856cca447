import { quoted, ValueError } from './value-error.js';

const INTEGER = /^[+-]?[0-9]+$/;
const DOUBLE = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const SPECIAL = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);
/** Longer text is no number; a bound keeps the conversion cheap. */
const MAX_LENGTH = 400;
const MIN_INT = -(2n ** 63n);
const MAX_INT = 2n ** 63n - 1n;

/**
 * Reads `^[+-]?[0-9]+$` after trimming; anything else, the empty text too, is INVALID_TEXT, and beyond 64 bits
 * OUT_OF_RANGE. Source: workflow-format §6.
 */
export function parseInteger(text: string): bigint {
  const digits = text.trim();
  if (digits.length > MAX_LENGTH || !INTEGER.test(digits)) {
    const what = digits === '' ? 'The empty text' : quoted(text);
    throw new ValueError('INVALID_TEXT', `${what} is not an integer.`);
  }
  const value = BigInt(digits.startsWith('+') ? digits.slice(1) : digits);
  if (value >= MIN_INT && value <= MAX_INT) return value;
  throw new ValueError('OUT_OF_RANGE', `${quoted(digits)} does not fit into a 64 bit integer.`);
}

/** Reads decimal text with or without exponent after trimming, and `NaN`, `Infinity`, `-Infinity`. */
export function parseDouble(text: string): number {
  const digits = text.trim();
  const special = SPECIAL.get(digits);
  if (special !== undefined) return special;
  if (digits.length <= MAX_LENGTH && DOUBLE.test(digits)) return Number(digits);
  const what = digits === '' ? 'The empty text' : quoted(text);
  throw new ValueError('INVALID_TEXT', `${what} is not a number.`);
}
