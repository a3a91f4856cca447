import type { DateValue } from '../value.js';
import { ValueError } from '../value-error.js';
import { checkedDays, civilOfDays, dayOfWeek, daysOfCivil, isoOfDays, plusMonths } from './calendar.js';
import type { RoundingUnit, TimeUnit } from './time-unit.js';
import { CLOCK_UNITS } from './time-unit.js';

/** Days since 1970-01-01. */
export function daysOfDate({ iso }: DateValue): number {
  return daysOfCivil({
    year: Number(iso.slice(0, 4)),
    month: Number(iso.slice(5, 7)),
    day: Number(iso.slice(8)),
  });
}

export function dateOfDays(days: number): DateValue {
  return { kind: 'date', iso: isoOfDays(days) };
}

export function addToDays(days: number, unit: TimeUnit, amount: number): number {
  switch (unit) {
    case 'year':
      return checkedDays(plusMonths(days, amount * 12));
    case 'month':
      return checkedDays(plusMonths(days, amount));
    case 'week':
      return checkedDays(days + amount * 7);
    case 'day':
      return checkedDays(days + amount);
    default:
      throw timeOnDate(unit);
  }
}

export function startOfDays(days: number, unit: RoundingUnit): number {
  const { year, month } = civilOfDays(days);
  switch (unit) {
    case 'year':
      return daysOfCivil({ year, month: 1, day: 1 });
    case 'quarter':
      return daysOfCivil({ year, month: month - ((month - 1) % 3), day: 1 });
    case 'month':
      return daysOfCivil({ year, month, day: 1 });
    case 'week':
      return checkedDays(days - dayOfWeek(days) + 1);
    case 'day':
      return days;
    default:
      throw timeOnDate(unit);
  }
}

/** The first day of the unit after the one that holds the day. Not checked: the last unit of 9999 has a next one. */
export function nextStartOfDays(days: number, unit: RoundingUnit): number {
  const start = startOfDays(days, unit);
  if (unit === 'week') return start + 7;
  if (unit === 'day') return start + 1;
  if (unit === 'quarter') return plusMonths(start, 3);
  return plusMonths(start, unit === 'year' ? 12 : 1);
}

export function timeOnDate(unit: TimeUnit | RoundingUnit): ValueError {
  const name = unit === 'milli' ? 'millisecond' : unit;
  const what = CLOCK_UNITS.has(unit)
    ? `A date has no time of day, so no ${name} either.`
    : `No ${name} here.`;
  return new ValueError('TYPE', what, "Make it a datetime first: datetime(d, 'Europe/Berlin').");
}
