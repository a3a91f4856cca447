import type { ValueType } from '../definition/workflow-definition.js';
import { parseDouble, parseInteger } from '../expressions/parse-scalar.js';
import { dateOfDateTime, startOfDate } from '../expressions/time/date-time-math.js';
import { parseDurationText } from '../expressions/time/duration-text.js';
import { parseDate, parseZonedDateTime } from '../expressions/time/iso-text.js';
import { checkedZone } from '../expressions/time/zone.js';
import { parseTypedJson } from '../expressions/typed-json.js';
import type { Value } from '../expressions/value.js';
import { quoted, ValueError } from '../expressions/value-error.js';
import { isTime, kindOf } from '../expressions/value-kind.js';

function numberOfText(text: string): Value {
  const value = parseDouble(text);
  if (Number.isFinite(value)) return value;
  throw new ValueError('OUT_OF_RANGE', `${quoted(text)} is not a finite number.`);
}

function booleanOfText(text: string): Value {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ValueError('INVALID_TEXT', `${quoted(text)} is neither 'true' nor 'false'.`);
}

/** A day alone, or a datetime, whose day in its own zone it is. */
function dateOfText(text: string, zone: string): Value {
  return text.includes('T') ? dateOfDateTime(parseZonedDateTime(text, zone)) : parseDate(text);
}

function jsonOfText(text: string, type: 'list' | 'map'): Value {
  const value = parseTypedJson(text);
  if (kindOf(value) === type) return value;
  throw new ValueError('TYPE', `The JSON is a ${kindOf(value)}, not a ${type}.`);
}

/** Text of the command line and of files, by the type it is for. */
function valueOfText(type: ValueType, text: string, zone: string): Value {
  switch (type) {
    case 'string':
      return text;
    case 'integer':
      return parseInteger(text);
    case 'number':
      return numberOfText(text);
    case 'boolean':
      return booleanOfText(text);
    case 'date':
      return dateOfText(text, zone);
    case 'datetime':
      return parseZonedDateTime(text, zone);
    case 'duration':
      return parseDurationText(text);
    default:
      return jsonOfText(text, type);
  }
}

type Widen = (value: Value, zone: string) => Value | undefined;

const WIDENED: ReadonlyMap<ValueType, Widen> = new Map<ValueType, Widen>([
  ['number', (value: Value) => (typeof value === 'bigint' ? Number(value) : undefined)],
  [
    'date',
    (value: Value) =>
      value !== null && isTime(value) && value.kind === 'datetime' ? dateOfDateTime(value) : undefined,
  ],
  [
    'datetime',
    (value: Value, zone: string) =>
      value !== null && isTime(value) && value.kind === 'date' ? startOfDate(value, zone) : undefined,
  ],
]);

const HINTS: ReadonlyMap<ValueType, string> = new Map([
  ['string', 'Put it in quotes.'],
  ['duration', "Say the unit, such as '90s'."],
  ['date', "Write '2026-11-20'."],
  ['datetime', "Write '2026-11-20T10:00:00+01:00'."],
]);

/**
 * The value as a value of the type; null stays null. An integer widens to a number, a datetime to a date becomes its
 * date in its own zone, a date its first instant in `zone`, and text is read strictly, with `zone` for what does not
 * name one. Throws a ValueError.
 */
export function convertValue(type: ValueType, value: Value, zone: string): Value {
  if (value === null) return null;
  if (kindOf(value) === type) return value;
  const widened = WIDENED.get(type)?.(value, zone);
  if (widened !== undefined) return widened;
  if (typeof value === 'string') return valueOfText(type, value, checkedZone(zone));
  throw new ValueError('TYPE', `It is a ${kindOf(value)}, expected: ${type}.`, HINTS.get(type));
}
