import type { DateTimeValue, DateValue } from '../value.js';
import { ValueError } from '../value-error.js';
import { checkedDays, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './calendar.js';
import { addToDays, dateOfDays, daysOfDate, nextStartOfDays, startOfDays } from './date-math.js';
import type { RoundingUnit, TimeUnit } from './time-unit.js';
import { epochOfLocal, localOfEpoch, offsetAt } from './zone.js';

/**
 * Arithmetic of instants in their zone. Years to days move on the local calendar and keep the time of day; hours and
 * smaller count elapsed time.
 */

const CLOCK_MS = new Map<TimeUnit | RoundingUnit, number>([
  ['hour', MS_PER_HOUR],
  ['minute', MS_PER_MINUTE],
  ['second', MS_PER_SECOND],
  ['milli', 1],
]);

/** Throws OUT_OF_RANGE when the local date leaves the years 1 to 9999. */
export function dateTimeAt(epochMs: number, zone: string): DateTimeValue {
  if (!Number.isSafeInteger(epochMs) || Math.abs(epochMs) > 8.64e15) {
    throw new ValueError('OUT_OF_RANGE', 'The time leaves the years 1 to 9999.');
  }
  checkedDays(Math.floor(localOfEpoch(zone, epochMs) / MS_PER_DAY));
  return { kind: 'datetime', epochMs, zone };
}

export function addToDateTime(value: DateTimeValue, unit: TimeUnit, amount: number): DateTimeValue {
  const { epochMs, zone } = value;
  const clockMs = CLOCK_MS.get(unit);
  if (clockMs !== undefined) return dateTimeAt(epochMs + amount * clockMs, zone);
  const offset = offsetAt(zone, epochMs);
  const localMs = epochMs + offset;
  const days = Math.floor(localMs / MS_PER_DAY);
  const moved = addToDays(days, unit, amount);
  return dateTimeAt(epochOfLocal(zone, localMs + (moved - days) * MS_PER_DAY, offset), zone);
}

function startInMs({ epochMs, zone }: DateTimeValue, unit: RoundingUnit): number {
  const offset = offsetAt(zone, epochMs);
  const localMs = epochMs + offset;
  const clockMs = CLOCK_MS.get(unit);
  if (clockMs !== undefined) return epochOfLocal(zone, Math.floor(localMs / clockMs) * clockMs, offset);
  return epochOfLocal(zone, startOfDays(Math.floor(localMs / MS_PER_DAY), unit) * MS_PER_DAY);
}

/** The first instant of the unit, in local time; weeks start on Monday. */
export function startOfDateTime(value: DateTimeValue, unit: RoundingUnit): DateTimeValue {
  return dateTimeAt(startInMs(value, unit), value.zone);
}

/** The last millisecond of the unit. */
export function endOfDateTime(value: DateTimeValue, unit: RoundingUnit): DateTimeValue {
  const { zone } = value;
  const clockMs = CLOCK_MS.get(unit);
  if (clockMs !== undefined) return dateTimeAt(startInMs(value, unit) + clockMs - 1, zone);
  const days = Math.floor(localOfEpoch(zone, value.epochMs) / MS_PER_DAY);
  return dateTimeAt(epochOfLocal(zone, nextStartOfDays(days, unit) * MS_PER_DAY) - 1, zone);
}

export function dateOfDateTime({ epochMs, zone }: DateTimeValue): DateValue {
  return dateOfDays(Math.floor(localOfEpoch(zone, epochMs) / MS_PER_DAY));
}

/** The first instant of a date in a zone. */
export function startOfDate(date: DateValue, zone: string): DateTimeValue {
  return dateTimeAt(epochOfLocal(zone, daysOfDate(date) * MS_PER_DAY), zone);
}
