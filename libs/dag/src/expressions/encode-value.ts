import type { JsonValue } from '../definition/workflow-definition.js';
import { isExactNumber } from './format-value.js';
import { durationOf } from './time/duration-text.js';
import { dateTimeAt } from './time/date-time-math.js';
import { parseDate } from './time/iso-text.js';
import { checkedZone } from './time/zone.js';
import type { Value } from './value.js';
import { ValueError } from './value-error.js';
import type { TimeValue } from './value-kind.js';
import { isJsonList, isList, isTime } from './value-kind.js';

/**
 * The lossless form of values in the event log. A JSON number without fraction is an integer, with one a double; what
 * JSON cannot say is an object with a single key that starts with `$`.
 */

function encodeDouble(value: number): JsonValue {
  if (Object.is(value, -0)) return { $double: '-0' };
  if (!Number.isFinite(value)) return { $double: String(value) };
  return Number.isInteger(value) ? { $double: value } : value;
}

function encodeTime(value: TimeValue): JsonValue {
  if (value.kind === 'date') return { $date: value.iso };
  return value.kind === 'datetime' ? { $datetime: [value.epochMs, value.zone] } : { $duration: value.ms };
}

function encodeMap(map: ReadonlyMap<string, Value>): JsonValue {
  const entries = [...map].map(([key, value]): [string, JsonValue] => [key, encodeValue(value)]);
  return entries.some(([key]) => key.startsWith('$')) ? { $map: entries } : Object.fromEntries(entries);
}

export function encodeValue(value: Value): JsonValue {
  if (typeof value === 'bigint') return isExactNumber(value) ? Number(value) : { $int: value.toString() };
  if (typeof value === 'number') return encodeDouble(value);
  if (value === null || typeof value !== 'object') return value;
  if (isTime(value)) return encodeTime(value);
  return isList(value) ? value.map(encodeValue) : encodeMap(value);
}

function malformed(what: string): ValueError {
  return new ValueError('INVALID_TEXT', `The stored value is malformed: ${what}.`);
}

const SPECIAL_DOUBLES = new Map([
  ['-0', -0],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function decodeDouble(json: JsonValue): number {
  const value = typeof json === 'string' ? SPECIAL_DOUBLES.get(json) : json;
  if (typeof value === 'number') return value;
  throw malformed('$double takes a number or the name of one');
}

function decodeInt(json: JsonValue): bigint {
  if (typeof json === 'string' && /^-?\d{1,19}$/.test(json)) return BigInt(json);
  throw malformed('$int takes decimal text');
}

function decodeDate(json: JsonValue): Value {
  if (typeof json === 'string') return parseDate(json);
  throw malformed('$date takes text');
}

function decodeDateTime(json: JsonValue): Value {
  const [epochMs, zone] = isJsonList(json) ? json : [];
  if (typeof epochMs === 'number' && typeof zone === 'string') return dateTimeAt(epochMs, checkedZone(zone));
  throw malformed('$datetime takes milliseconds and a zone');
}

function decodeDuration(json: JsonValue): Value {
  if (typeof json === 'number') return durationOf(json);
  throw malformed('$duration takes milliseconds');
}

function decodeEntry(entry: JsonValue): readonly [string, Value] {
  const [key, value] = isJsonList(entry) ? entry : [];
  if (typeof key === 'string' && value !== undefined) return [key, decodeValue(value)];
  throw malformed('$map takes pairs of a key and a value');
}

function decodeMap(json: JsonValue): Value {
  if (isJsonList(json)) return new Map(json.map(decodeEntry));
  throw malformed('$map takes pairs of a key and a value');
}

const DECODERS: ReadonlyMap<string, (json: JsonValue) => Value> = new Map<string, (json: JsonValue) => Value>(
  [
    ['$double', decodeDouble],
    ['$int', decodeInt],
    ['$date', decodeDate],
    ['$datetime', decodeDateTime],
    ['$duration', decodeDuration],
    ['$map', decodeMap],
  ],
);

function decodeObject(json: { readonly [key: string]: JsonValue }): Value {
  const entries = Object.entries(json);
  const special = entries.find(([key]) => key.startsWith('$'));
  if (special === undefined) return new Map(entries.map(([key, value]) => [key, decodeValue(value)]));
  const decode = DECODERS.get(special[0]);
  if (decode === undefined || entries.length > 1) throw malformed(`the key ${special[0]} is not ours`);
  return decode(special[1]);
}

/** The inverse of `encodeValue`. Throws a ValueError for JSON that `encodeValue` does not write. */
export function decodeValue(json: JsonValue): Value {
  if (typeof json === 'number') {
    if (!Number.isInteger(json)) return json;
    if (Number.isSafeInteger(json)) return BigInt(json);
    throw malformed('an integer beyond 2^53-1 must be $int');
  }
  if (json === null || typeof json !== 'object') return json;
  return isJsonList(json) ? json.map(decodeValue) : decodeObject(json);
}
