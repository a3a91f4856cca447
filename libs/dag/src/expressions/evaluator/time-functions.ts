import { addToDays, dateOfDays, daysOfDate, nextStartOfDays, startOfDays } from '../time/date-math.js';
import {
  addToDateTime,
  dateOfDateTime,
  dateTimeAt,
  endOfDateTime,
  startOfDate,
  startOfDateTime,
} from '../time/date-time-math.js';
import { parseDurationText } from '../time/duration-text.js';
import { parseDate, parseDateTime } from '../time/iso-text.js';
import type { TimeField } from '../time/time-format.js';
import { formatTime, timeField } from '../time/time-format.js';
import type { RoundingUnit, TimeUnit } from '../time/time-unit.js';
import { roundingUnit } from '../time/time-unit.js';
import { checkedZone } from '../time/zone.js';
import type { DateTimeValue, DateValue, Value } from '../value.js';
import { ValueError } from '../value-error.js';
import { isTime, kindOf } from '../value-kind.js';
import type { CelFunction } from './function-type.js';
import { argument, textArgument, wrongArgument } from './function-type.js';

function momentArgument(name: string, args: readonly Value[]): DateValue | DateTimeValue {
  const value = argument(args, 0);
  if (value !== null && isTime(value) && value.kind !== 'duration') return value;
  const hint = typeof value === 'string' ? 'Make it a date first: date(…) or datetime(…).' : undefined;
  throw wrongArgument(name, value, hint);
}

/** Amounts beyond this leave the calendar whatever the unit. */
const MAX_AMOUNT = 10n ** 15n;

function amountArgument(name: string, args: readonly Value[]): number {
  const amount = argument(args, 1);
  if (typeof amount !== 'bigint') {
    const hint =
      typeof amount === 'string' || typeof amount === 'number' ? 'Convert it with int().' : undefined;
    throw new ValueError('TYPE', `${name}() takes an integer, not a ${kindOf(amount)}.`, hint);
  }
  if (amount > MAX_AMOUNT || amount < -MAX_AMOUNT)
    throw new ValueError('OUT_OF_RANGE', `${amount} is too much.`);
  return Number(amount);
}

function mover(name: string, unit: TimeUnit, sign: 1 | -1): CelFunction {
  return {
    name,
    style: 'method',
    arity: [2],
    apply: (args) => {
      const moment = momentArgument(name, args);
      const amount = amountArgument(name, args) * sign;
      if (moment.kind === 'datetime') return addToDateTime(moment, unit, amount);
      return dateOfDays(addToDays(daysOfDate(moment), unit, amount));
    },
  };
}

const UNIT_WORDS: readonly (readonly [string, TimeUnit])[] = [
  ['Years', 'year'],
  ['Months', 'month'],
  ['Weeks', 'week'],
  ['Days', 'day'],
  ['Hours', 'hour'],
  ['Minutes', 'minute'],
  ['Seconds', 'second'],
  ['Millis', 'milli'],
];

function startOf(moment: DateValue | DateTimeValue, unit: RoundingUnit): Value {
  if (moment.kind === 'datetime') return startOfDateTime(moment, unit);
  return dateOfDays(startOfDays(daysOfDate(moment), unit));
}

function endOf(moment: DateValue | DateTimeValue, unit: RoundingUnit): Value {
  if (moment.kind === 'datetime') return endOfDateTime(moment, unit);
  return dateOfDays(nextStartOfDays(daysOfDate(moment), unit) - 1);
}

function inZone(args: readonly Value[]): Value {
  const moment = momentArgument('inZone', args);
  const zone = checkedZone(textArgument('inZone', args, 1));
  if (moment.kind === 'datetime') return dateTimeAt(moment.epochMs, zone);
  throw wrongArgument('inZone', moment, `A date has no zone. Its first instant is datetime(d, '${zone}').`);
}

function toDate(args: readonly Value[]): Value {
  const moment = momentArgument('toDate', args);
  return moment.kind === 'date' ? moment : dateOfDateTime(moment);
}

function makeDate(args: readonly Value[]): Value {
  const value = argument(args, 0);
  if (typeof value === 'string') return parseDate(value);
  return toDate([momentArgument('date', args)]);
}

function makeDateTime(args: readonly Value[]): Value {
  const value = argument(args, 0);
  const zone = args.length > 1 ? textArgument('datetime', args, 1) : undefined;
  if (typeof value === 'string') return parseDateTime(value, zone);
  const moment = momentArgument('datetime', args);
  if (moment.kind === 'datetime') return zone === undefined ? moment : inZone([moment, zone]);
  if (zone !== undefined) return startOfDate(moment, checkedZone(zone));
  throw new ValueError(
    'TYPE',
    'A date alone does not say in which time zone.',
    "datetime(d, 'Europe/Berlin').",
  );
}

function makeDuration(args: readonly Value[]): Value {
  const value = argument(args, 0);
  if (typeof value === 'string') return parseDurationText(value);
  if (value !== null && isTime(value) && value.kind === 'duration') return value;
  const hint = typeof value === 'bigint' ? "Say the unit: duration('90s')." : undefined;
  throw wrongArgument('duration', value, hint);
}

/** A zone that was not seen before, or is none, takes the platform longer. */
const ZONE_WORK = 100;

const FIELDS: readonly TimeField[] = ['year', 'month', 'day', 'hour', 'minute', 'second', 'dayOfWeek'];

export const TIME_FUNCTIONS: readonly CelFunction[] = [
  { name: 'date', style: 'function', arity: [1], apply: makeDate },
  { name: 'datetime', style: 'function', arity: [1, 2], work: ZONE_WORK, apply: makeDateTime },
  { name: 'duration', style: 'function', arity: [1], apply: makeDuration },
  ...UNIT_WORDS.flatMap(([word, unit]) => [mover(`plus${word}`, unit, 1), mover(`minus${word}`, unit, -1)]),
  ...FIELDS.map((name): CelFunction => ({
    name,
    style: 'method',
    arity: [1],
    apply: (args) => timeField(momentArgument(name, args), name),
  })),
  {
    name: 'startOf',
    style: 'method',
    arity: [2],
    apply: (args) => startOf(momentArgument('startOf', args), roundingUnit(textArgument('startOf', args, 1))),
  },
  {
    name: 'endOf',
    style: 'method',
    arity: [2],
    apply: (args) => endOf(momentArgument('endOf', args), roundingUnit(textArgument('endOf', args, 1))),
  },
  {
    name: 'format',
    style: 'method',
    arity: [2],
    apply: (args) => formatTime(momentArgument('format', args), textArgument('format', args, 1)),
  },
  { name: 'inZone', style: 'method', arity: [2], work: ZONE_WORK, apply: inZone },
  { name: 'toDate', style: 'method', arity: [1], apply: toDate },
];
