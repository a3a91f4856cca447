import type { JsonValue, ParamDefinition } from '../definition/workflow-definition.js';
import { orderOf, sameInCel } from '../expressions/equality.js';
import { matchesWhole } from '../expressions/evaluator/pattern.js';
import { sizeOf } from '../expressions/evaluator/text-functions.js';
import { formatValue } from '../expressions/format-value.js';
import { nameList } from '../expressions/nearest-name.js';
import type { Value } from '../expressions/value.js';
import { quoted } from '../expressions/value-error.js';
import { asParameter, coerceValue } from './coerce-value.js';
import { ParameterError } from './parameter-error.js';

const SIZED = new Set(['string', 'list', 'map']);

/** A value as it may stand in a message; not that of a secret. */
function shown(value: Value, { secret }: ParamDefinition): string {
  return secret ? 'The value (secret, not shown)' : quoted(formatValue(value));
}

/** A literal of the definition as a value of the parameter's type. */
function literal(definition: ParamDefinition, json: JsonValue, zone: string): Value {
  try {
    return coerceValue(definition.type, json, zone);
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    throw new ParameterError('PARAMETER_DEFINITION', `In its definition: ${error.message}`);
  }
}

function checkEnum(value: Value, definition: ParamDefinition, zone: string): void {
  const { enum: allowed } = definition;
  if (allowed === undefined) return;
  if (allowed.some((json) => sameInCel(literal(definition, json, zone), value))) return;
  const names = nameList(allowed.map((json) => formatValue(literal(definition, json, zone))));
  throw new ParameterError('PARAMETER_ENUM', `${shown(value, definition)} is not one of ${names}.`);
}

/** Below 0 when the value, or the size of text, a list or a map, is below the bound. */
function orderToBound(
  value: Value,
  definition: ParamDefinition,
  bound: number | string,
  zone: string,
): number {
  const isSized = SIZED.has(definition.type);
  const order = isSized
    ? orderOf(sizeOf(value) ?? 0, coerceValue('number', bound, zone))
    : orderOf(value, literal(definition, bound, zone));
  if (order !== undefined) return order;
  throw new ParameterError(
    'PARAMETER_DEFINITION',
    `A ${definition.type} has no order: it takes no min and max.`,
  );
}

function checkRange(value: Value, definition: ParamDefinition, zone: string): void {
  const { min, max, type } = definition;
  const what = SIZED.has(type) ? `The size of ${shown(value, definition)}` : shown(value, definition);
  if (min !== undefined && !(orderToBound(value, definition, min, zone) >= 0)) {
    throw new ParameterError('PARAMETER_RANGE', `${what} is below the minimum ${min}.`);
  }
  if (max !== undefined && !(orderToBound(value, definition, max, zone) <= 0)) {
    throw new ParameterError('PARAMETER_RANGE', `${what} is above the maximum ${max}.`);
  }
}

function checkPattern(value: Value, definition: ParamDefinition): void {
  const { pattern } = definition;
  if (pattern === undefined || typeof value !== 'string') return;
  if (asParameter('PARAMETER_DEFINITION', () => matchesWhole(value, pattern))) return;
  const message = `${shown(value, definition)} does not match the pattern ${pattern}.`;
  throw new ParameterError('PARAMETER_PATTERN', message);
}

/** All that `enum`, `min`, `max` and `pattern` say against a value of the parameter's type. Null passes. */
export function constraintProblems(
  value: Value,
  definition: ParamDefinition,
  zone: string,
): readonly ParameterError[] {
  if (value === null) return [];
  const checks = [
    () => checkEnum(value, definition, zone),
    () => checkRange(value, definition, zone),
    () => checkPattern(value, definition),
  ];
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof ParameterError) return [error];
      throw error;
    }
  });
}
