import type { JsonValue } from '../definition/workflow-definition.js';
import type { DateTimeValue, DateValue, DurationValue, Value } from './value.js';

/** The type of a value in the words of the workflow file; `null` besides. */
export type ValueKind =
  'null' | 'boolean' | 'integer' | 'number' | 'string' | 'date' | 'datetime' | 'duration' | 'list' | 'map';

/** A value of one of the types of time. */
export type TimeValue = DateValue | DateTimeValue | DurationValue;

/** A value that is neither a scalar nor null. */
export type CompositeValue = TimeValue | readonly Value[] | ReadonlyMap<string, Value>;

export function isComposite(value: Value): value is CompositeValue {
  return typeof value === 'object' && value !== null;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isJsonList(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}

export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

export function isTime(value: Value): value is TimeValue {
  return isComposite(value) && !isList(value) && !isMap(value);
}

const SCALAR_KINDS = new Map<string, ValueKind>([
  ['boolean', 'boolean'],
  ['bigint', 'integer'],
  ['number', 'number'],
  ['string', 'string'],
]);

export function kindOf(value: Value): ValueKind {
  const scalar = SCALAR_KINDS.get(typeof value);
  if (scalar !== undefined) return scalar;
  if (isTime(value)) return value.kind;
  if (value === null) return 'null';
  return isList(value) ? 'list' : 'map';
}
