import type { JsonValue, ValueType } from '../definition/workflow-definition.js';
import { valueOfJson } from '../expressions/typed-json.js';
import type { Value } from '../expressions/value.js';
import { ValueError } from '../expressions/value-error.js';
import { convertValue } from './convert-value.js';
import { ParameterError } from './parameter-error.js';
import { withHint } from './parse-duration.js';

function read(type: ValueType, json: JsonValue, zone: string): Value {
  // A double may be beyond the integers that JSON tells exactly.
  if (type === 'number' && typeof json === 'number' && Number.isFinite(json)) return json;
  return convertValue(type, valueOfJson(json), zone);
}

/** Runs something that throws ValueErrors; lets them out as ParameterErrors of the code. */
export function asParameter<T>(code: ParameterError['code'], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ParameterError(code, withHint(error));
  }
}

/**
 * The JSON as a value of a type; null stays null. Text is taken for every type and read strictly: `42`, `0.5`,
 * `true`, ISO 8601 dates and datetimes (without an offset: local time of `zone`), durations as `1h30m` or `PT90S`,
 * JSON for lists and maps. A datetime keeps the zone of its offset; given to a date it is its date there. Throws a
 * ParameterError (PARAMETER_TYPE), also for an integer given as a JSON number beyond ±(2^53-1).
 */
export function coerceValue(type: ValueType, json: JsonValue, zone: string): Value {
  return asParameter('PARAMETER_TYPE', () => read(type, json, zone));
}
