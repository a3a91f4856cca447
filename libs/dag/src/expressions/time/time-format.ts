import type { DateTimeValue, DateValue } from '../value.js';
import { quoted, ValueError } from '../value-error.js';
import type { CivilDate } from './calendar.js';
import { civilOfDays, dayOfWeek, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './calendar.js';
import { daysOfDate } from './date-math.js';
import { offsetAt, offsetText } from './zone.js';

/** What a pattern of `format` can ask for. Names are English whatever the machine's language. */

interface Moment extends CivilDate {
  readonly days: number;
  /** Milliseconds of the local day; absent for a date. */
  readonly timeMs?: number;
  readonly offsetMs?: number;
  readonly zone?: string;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MAX_PATTERN = 256;
const HINT =
  "Tokens: yyyy yy MMMM MMM MM M dd d EEEE EEE HH H hh h mm m ss s SSS a XXX Z VV; other words go in '…'.";
const MISTAKEN = new Map([
  ['YYYY', 'The year is yyyy.'],
  ['DD', 'The day of the month is dd.'],
  ['D', 'The day of the month is d.'],
]);

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

function clock(part: (timeMs: number) => string): (moment: Moment) => string {
  return ({ timeMs }) => {
    if (timeMs === undefined) throw new ValueError('TYPE', 'A date has no time of day to format.');
    return part(timeMs);
  };
}

const hourOf = (timeMs: number): number => Math.floor(timeMs / MS_PER_HOUR);
const halfHourOf = (timeMs: number): number => ((hourOf(timeMs) + 11) % 12) + 1;
const minuteOf = (timeMs: number): number => Math.floor(timeMs / MS_PER_MINUTE) % 60;
const secondOf = (timeMs: number): number => Math.floor(timeMs / MS_PER_SECOND) % 60;

function zoned(part: (offsetMs: number, zone: string) => string): (moment: Moment) => string {
  return ({ offsetMs, zone }) => {
    if (offsetMs === undefined || zone === undefined)
      throw new ValueError('TYPE', 'A date has no zone to format.');
    return part(offsetMs, zone);
  };
}

const TOKENS: ReadonlyMap<string, (moment: Moment) => string> = new Map([
  ['yyyy', ({ year }) => pad(year, 4)],
  ['yy', ({ year }) => pad(year % 100, 2)],
  ['MMMM', ({ month }) => MONTHS[month - 1] ?? ''],
  ['MMM', ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3)],
  ['MM', ({ month }) => pad(month, 2)],
  ['M', ({ month }) => String(month)],
  ['dd', ({ day }) => pad(day, 2)],
  ['d', ({ day }) => String(day)],
  ['EEEE', ({ days }) => DAYS[dayOfWeek(days) - 1] ?? ''],
  ['EEE', ({ days }) => (DAYS[dayOfWeek(days) - 1] ?? '').slice(0, 3)],
  ['HH', clock((ms) => pad(hourOf(ms), 2))],
  ['H', clock((ms) => String(hourOf(ms)))],
  ['hh', clock((ms) => pad(halfHourOf(ms), 2))],
  ['h', clock((ms) => String(halfHourOf(ms)))],
  ['mm', clock((ms) => pad(minuteOf(ms), 2))],
  ['m', clock((ms) => String(minuteOf(ms)))],
  ['ss', clock((ms) => pad(secondOf(ms), 2))],
  ['s', clock((ms) => String(secondOf(ms)))],
  ['SSS', clock((ms) => pad(ms % MS_PER_SECOND, 3))],
  ['a', clock((ms) => (hourOf(ms) < 12 ? 'AM' : 'PM'))],
  ['XXX', zoned((offset) => (offset === 0 ? 'Z' : offsetText(offset)))],
  ['Z', zoned((offset) => offsetText(offset, ''))],
  ['VV', zoned((_offset, zone) => zone)],
]);

function momentOf(value: DateValue | DateTimeValue): Moment {
  if (value.kind === 'date') {
    const days = daysOfDate(value);
    return { ...civilOfDays(days), days };
  }
  const { epochMs, zone } = value;
  const offsetMs = offsetAt(zone, epochMs);
  const days = Math.floor((epochMs + offsetMs) / MS_PER_DAY);
  return { ...civilOfDays(days), days, timeMs: epochMs + offsetMs - days * MS_PER_DAY, offsetMs, zone };
}

/** A run of one letter, quoted text, or anything else up to the next of them. */
const PIECES = /([A-Za-z])\1*|'(?:[^']|'')*'|[^A-Za-z']+|'/g;

function writePiece(piece: string, moment: Moment): string {
  if (piece === "'") throw new ValueError('INVALID_TEXT', "A ' in the pattern is not closed.", HINT);
  if (piece.startsWith("'")) return piece === "''" ? "'" : piece.slice(1, -1).replaceAll("''", "'");
  if (!/^[A-Za-z]/.test(piece)) return piece;
  const write = TOKENS.get(piece);
  if (write !== undefined) return write(moment);
  throw new ValueError(
    'INVALID_TEXT',
    `${quoted(piece)} means nothing in a pattern.`,
    MISTAKEN.get(piece) ?? HINT,
  );
}

/** Writes a date or datetime by a pattern such as `yyyyMMdd HH:mm:ss`. Throws on unknown letters. */
export function formatTime(value: DateValue | DateTimeValue, pattern: string): string {
  if (pattern.length > MAX_PATTERN)
    throw new ValueError('OUT_OF_RANGE', `A pattern has at most ${MAX_PATTERN} characters.`);
  const moment = momentOf(value);
  return (pattern.match(PIECES) ?? []).map((piece) => writePiece(piece, moment)).join('');
}

export type TimeField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'dayOfWeek';

const FIELDS: Readonly<Record<TimeField, (moment: Moment) => string | number>> = {
  year: ({ year }) => year,
  month: ({ month }) => month,
  day: ({ day }) => day,
  hour: clock((ms) => String(hourOf(ms))),
  minute: clock((ms) => String(minuteOf(ms))),
  second: clock((ms) => String(secondOf(ms))),
  dayOfWeek: ({ days }) => dayOfWeek(days),
};

/** A number of the local calendar or clock; `dayOfWeek` is 1 (Monday) to 7. Throws TYPE for a time of a date. */
export function timeField(value: DateValue | DateTimeValue, field: TimeField): bigint {
  return BigInt(FIELDS[field](momentOf(value)));
}

/** ISO with offset, milliseconds only if not 0: `2026-11-20T10:00:00+01:00`. UTC is written `Z`. */
export function isoDateTime(value: DateTimeValue): string {
  const millis = ((value.epochMs % MS_PER_SECOND) + MS_PER_SECOND) % MS_PER_SECOND;
  return formatTime(value, `yyyy-MM-dd'T'HH:mm:ss${millis === 0 ? '' : '.SSS'}XXX`);
}
