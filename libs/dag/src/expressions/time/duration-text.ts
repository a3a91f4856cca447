import type { DurationValue } from '../value.js';
import { quoted, ValueError } from '../value-error.js';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './calendar.js';

const SHORT = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const ISO = /^([+-])?P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9}))?S)?)?)$/;
const MAX_LENGTH = 64;
const HINT = "Write it as '250ms', '30s', '5m', '2h', '1d', a sum such as '1h30m', or ISO ('PT90S').";

function invalid(text: string, why: string): ValueError {
  return new ValueError('INVALID_TEXT', `${quoted(text)} ${why}`, HINT);
}

/** Throws OUT_OF_RANGE when the number of milliseconds can no longer be told exactly. */
export function durationOf(ms: number): DurationValue {
  if (Number.isSafeInteger(ms)) return { kind: 'duration', ms: ms === 0 ? 0 : ms };
  throw new ValueError('OUT_OF_RANGE', 'The duration is longer than 2^53 milliseconds.');
}

const count = (digits: string | undefined): number => Number(digits ?? 0);

/**
 * Milliseconds of `250ms 30s 5m 2h 1d` and sums from large to small (`1h30m`); days have 24 hours.
 * Throws INVALID_TEXT; a bare number is one because it has no unit.
 */
export function parseShortDuration(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) throw invalid(text, 'has no unit.');
  const match = text.length > 0 && text.length <= MAX_LENGTH ? SHORT.exec(text) : null;
  if (match === null) throw invalid(text, 'is not a duration.');
  const [, days, hours, minutes, seconds, millis] = match;
  const clock = count(hours) * MS_PER_HOUR + count(minutes) * MS_PER_MINUTE + count(seconds) * MS_PER_SECOND;
  return durationOf(count(days) * MS_PER_DAY + clock + count(millis)).ms;
}

function parseIso(text: string): number {
  const match = text.length <= MAX_LENGTH && !/[PT]$/.test(text) ? ISO.exec(text) : null;
  if (match === null) {
    const calendar = /^[+-]?P[\d.]+[YM]/.test(text);
    throw invalid(text, calendar ? 'has years or months, which have no fixed length.' : 'is not a duration.');
  }
  const [, sign, weeks, days, hours, minutes, seconds, fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(3))) throw invalid(text, 'is finer than a millisecond.');
  const clock = count(hours) * MS_PER_HOUR + count(minutes) * MS_PER_MINUTE + count(seconds) * MS_PER_SECOND;
  const ms =
    (count(weeks) * 7 + count(days)) * MS_PER_DAY + clock + Number(fraction.slice(0, 3).padEnd(3, '0'));
  return sign === '-' ? -ms : ms;
}

/** Reads either form; ISO may be negative (`-PT90S`), weeks to seconds. Throws INVALID_TEXT. */
export function parseDurationText(text: string): DurationValue {
  return durationOf(/^[+-]?P/.test(text) ? parseIso(text) : parseShortDuration(text));
}

/** ISO in seconds: `PT90S`, `PT0.25S`, `-PT90S`. */
export function durationText({ ms }: DurationValue): string {
  const size = Math.abs(ms);
  const millis = size % MS_PER_SECOND;
  const fraction = millis === 0 ? '' : `.${String(millis).padStart(3, '0').replace(/0+$/, '')}`;
  return `${ms < 0 ? '-' : ''}PT${Math.floor(size / MS_PER_SECOND)}${fraction}S`;
}
