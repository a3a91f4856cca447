import { celEnv, isCelError } from '@bufbuild/cel';
import { quoted, ValueError } from '../value-error.js';
import { MAX_WORK } from './frame.js';
import { patternSize } from './pattern-size.js';

/** RE2 patterns, by CEL's own `matches`: time grows with the length of the text, never beyond it. */

const MAX_PATTERN = 1_000;
/** Text longer than this is no name or code that one matches; it would hold up everything else. */
const MAX_SUBJECT = 65_536;

const MATCHES = celEnv().funcs.find('matches');

/** Units of work (`frame.ts`) of one match, the reading of the pattern included. */
export function patternWork(text: string, pattern: string): number {
  const size = patternSize(pattern);
  return 16 * (size + pattern.length) + (text.length * size) / 8;
}

/** Whether the pattern is found anywhere in the text. Throws INVALID_PATTERN, OUT_OF_RANGE, TOO_EXPENSIVE. */
export function matchesPattern(text: string, pattern: string): boolean {
  if (pattern.length > MAX_PATTERN) {
    throw new ValueError('OUT_OF_RANGE', `A pattern has at most ${MAX_PATTERN} characters.`);
  }
  if (text.length > MAX_SUBJECT) {
    throw new ValueError('OUT_OF_RANGE', `A text of more than ${MAX_SUBJECT} characters cannot be matched.`);
  }
  if (patternWork(text, pattern) > MAX_WORK) {
    throw new ValueError('TOO_EXPENSIVE', 'The pattern is too large for so long a text.');
  }
  const result = MATCHES?.call(0, text, [pattern]);
  if (typeof result === 'boolean') return result;
  const why = isCelError(result) ? ` (${result.message})` : '';
  const hint = 'Patterns have the RE2 syntax: no look-around, no back-references.';
  throw new ValueError('INVALID_PATTERN', `${quoted(pattern)} is not a pattern${why}.`, hint);
}

/** Whether the pattern matches the whole text. */
export function matchesWhole(text: string, pattern: string): boolean {
  // Alone first: a pattern with a loose bracket must not close ours.
  matchesPattern('', pattern);
  return matchesPattern(text, `\\A(?:${pattern})\\z`);
}
