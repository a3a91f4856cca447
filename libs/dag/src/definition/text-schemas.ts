import { z } from 'zod';
import { parseDuration } from '../parameters/parse-duration.js';
import { quoteText } from './quote-text.js';

const DURATION_PATTERN = '^(?=.)(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?$';
const DURATION_HINT = 'write a number and a unit: 250ms, 30s, 5m, 2h, 1d or a sum such as 1h30m';
const MAX_TITLE = 200;
/** Control characters, line separators and marks that turn the direction of text: they can fake other text. */
const UNSAFE_IN_TITLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** `30s`, `1h30m` → milliseconds. A bare number is refused with the way to write it. */
export const durationSchema = z
  .unknown()
  .transform((value, context): number => {
    const refuse = (message: string, hint: string): never => {
      context.addIssue({ code: 'custom', message, params: { code: 'INVALID_DURATION', hint } });
      return z.NEVER;
    };
    if (typeof value === 'number') {
      return refuse(
        `${value} is a bare number: a duration needs a unit.`,
        `write ${value}s for seconds or ${value}m for minutes`,
      );
    }
    if (typeof value !== 'string') return refuse('A duration is text with a unit.', DURATION_HINT);
    const milliseconds = durationOf(value);
    return milliseconds ?? refuse(`${quoteText(value)} is not a duration.`, DURATION_HINT);
  })
  .meta({ type: 'string', pattern: DURATION_PATTERN });

function durationOf(text: string): number | undefined {
  try {
    return new RegExp(DURATION_PATTERN).test(text) ? parseDuration(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Free text for people in one line, any script, at most 200 characters. */
export const titleSchema = z
  .string()
  .superRefine((text, context) => {
    const add = (message: string): void => {
      context.addIssue({ code: 'custom', message, params: { code: 'INVALID_TITLE' } });
    };
    if ([...text].length > MAX_TITLE) add(`A title has at most ${MAX_TITLE} characters.`);
    const unsafe = UNSAFE_IN_TITLE.exec(text);
    if (unsafe) add(`A title holds no control characters: ${quoteText(unsafe[0])} is one.`);
  })
  .meta({ maxLength: MAX_TITLE });
