import type { DateTimeValue, DateValue } from '../value.js';
import { quoted, ValueError } from '../value-error.js';
import { daysInMonth, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './calendar.js';
import { daysOfDate } from './date-math.js';
import { dateTimeAt, startOfDate } from './date-time-math.js';
import { checkedZone, epochOfLocal } from './zone.js';

/** Reads ISO 8601, extended form: `2026-11-20`, `2026-11-20T10:00`, `2026-11-20T10:00:00.5+01:00`. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;
const MAX_LENGTH = 64;

function isCivil(year: number, month: number, day: number): boolean {
  return year > 0 && month > 0 && month < 13 && day > 0 && day <= daysInMonth(year, month);
}

/** Throws INVALID_TEXT. */
export function parseDate(text: string): DateValue {
  const match = text.length <= MAX_LENGTH ? DATE.exec(text) : null;
  const [, year, month, day] = match ?? [];
  if (isCivil(Number(year), Number(month), Number(day))) return { kind: 'date', iso: text };
  throw new ValueError('INVALID_TEXT', `${quoted(text)} is not a date.`, "Write it as '2026-11-20'.");
}

interface TimeOfDay {
  readonly ms: number;
  /** `Z`, an offset, or undefined. */
  readonly zone: string | undefined;
}

function parseTime(text: string): TimeOfDay | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, hour = '', minute = '', second = '0', fraction = '', zone] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const millis = Number(fraction.padEnd(3, '0').slice(0, 3));
  const ms = Number(hour) * MS_PER_HOUR + Number(minute) * MS_PER_MINUTE + Number(second) * MS_PER_SECOND;
  return { ms: ms + millis, zone };
}

function notDateTime(text: string): ValueError {
  return new ValueError(
    'INVALID_TEXT',
    `${quoted(text)} is not a datetime.`,
    "Write it as '2026-11-20T10:00:00+01:00'.",
  );
}

interface DateTimeParts {
  readonly date: DateValue;
  /** Absent where the text is a date alone. */
  readonly time: TimeOfDay | undefined;
}

function splitDateTime(text: string): DateTimeParts {
  const [dateText = '', timeText, ...rest] = text.length <= MAX_LENGTH ? text.split('T') : [];
  if (!DATE.test(dateText) || rest.length > 0) throw notDateTime(text);
  const time = timeText === undefined ? undefined : parseTime(timeText);
  if (timeText !== undefined && time === undefined) throw notDateTime(text);
  return { date: parseDate(dateText), time };
}

function noZone(text: string, hasTime: boolean): ValueError {
  const hint = `Add an offset ('${text}${hasTime ? '' : 'T00:00:00'}Z'), or a zone as the second argument.`;
  return new ValueError('INVALID_TEXT', `${quoted(text)} does not say in which time zone.`, hint);
}

/**
 * Reads a datetime. Text with an offset names an instant: the result has the given zone, without one that offset.
 * Text without an offset, or a date alone (its first instant), is local time of the given zone, and an error without
 * one. Digits beyond milliseconds are cut off. Throws INVALID_TEXT.
 */
export function parseDateTime(text: string, zone?: string): DateTimeValue {
  const given = zone === undefined ? undefined : checkedZone(zone);
  const { date, time } = splitDateTime(text);
  const readIn = time?.zone === undefined ? given : checkedZone(time.zone);
  if (readIn === undefined) throw noZone(text, time !== undefined);
  if (time === undefined) return startOfDate(date, readIn);
  const localMs = daysOfDate(date) * MS_PER_DAY + time.ms;
  return dateTimeAt(epochOfLocal(readIn, localMs), given ?? readIn);
}

/** Text with an offset keeps it as its zone; all other text is local time of `zone`. Throws INVALID_TEXT. */
export function parseZonedDateTime(text: string, zone: string): DateTimeValue {
  return splitDateTime(text).time?.zone === undefined ? parseDateTime(text, zone) : parseDateTime(text);
}
