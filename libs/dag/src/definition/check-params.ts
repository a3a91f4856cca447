import type { Value } from '../expressions/value.js';
import { constraintProblems } from '../parameters/check-constraints.js';
import { coerceValue } from '../parameters/coerce-value.js';
import { ParameterError } from '../parameters/parameter-error.js';
import type { CheckContext } from './check-context.js';
import type { DocumentPath } from './document-path.js';
import { quoteText } from './quote-text.js';
import { templatesIn } from './template-text.js';
import type { JsonValue, ParamDefinition, ValueType } from './workflow-definition.js';

/** Types whose `min` and `max` bound the size, not the value. */
const SIZED: ReadonlySet<ValueType> = new Set(['string', 'list', 'map']);

interface ParamPlace {
  readonly context: CheckContext;
  readonly name: string;
  readonly param: ParamDefinition;
}

/** Literals of the definitions: `enum`, `min`, `max`, `pattern` and defaults must fit their type and each other. */
export function checkParams(context: CheckContext): void {
  for (const [name, param] of Object.entries(context.definition.params)) {
    const place = { context, name, param };
    const { enum: allowed, min, max, pattern, ...rest } = param;
    const bounds = checkBounds(place);
    const sound = {
      ...rest,
      ...(allowed !== undefined && checkEnum(place, allowed) ? { enum: allowed } : {}),
      ...(min !== undefined && bounds ? { min } : {}),
      ...(max !== undefined && bounds ? { max } : {}),
      ...(pattern !== undefined && checkPattern(place, pattern) ? { pattern } : {}),
    };
    checkDefault(place, sound);
  }
}

function checkEnum(place: ParamPlace, allowed: readonly JsonValue[]): boolean {
  const fits = allowed.map(
    (value, index) => readLiteral(place, ['enum', index], value, 'INVALID_ENUM') !== undefined,
  );
  return fits.every(Boolean);
}

function checkBounds(place: ParamPlace): boolean {
  const { context, name, param } = place;
  const least = readBound(place, 'min');
  const most = readBound(place, 'max');
  if (least === false || most === false) return false;
  if (least === undefined || param.max === undefined) return true;
  const { max } = param;
  const bound: ParamDefinition = { type: boundType(param.type), max, required: false, secret: false };
  if (constraintProblems(least, bound, context.definition.timezone).length === 0) return true;
  context.sink.add(
    'INVALID_BOUND',
    ['params', name, 'min'],
    `The min of ${quoteText(name)} is greater than its max.`,
  );
  return false;
}

/** Undefined when there is no such bound, false when it is wrong. */
function readBound(place: ParamPlace, key: 'min' | 'max'): Value | undefined {
  const { [key]: bound, type } = place.param;
  if (bound === undefined) return undefined;
  if (type === 'boolean') {
    report(place, [key], 'INVALID_BOUND', `a boolean has no ${key}.`);
    return false;
  }
  return readLiteral(place, [key], bound, 'INVALID_BOUND') ?? false;
}

function boundType(type: ValueType): ValueType {
  return SIZED.has(type) ? 'number' : type;
}

function checkPattern(place: ParamPlace, pattern: string): boolean {
  const { context, param } = place;
  if (param.type !== 'string') {
    report(
      place,
      ['pattern'],
      'INVALID_PATTERN',
      `a pattern is for strings, not for the type ${param.type}.`,
    );
    return false;
  }
  const probe: ParamDefinition = { type: 'string', pattern, required: false, secret: false };
  const problems = constraintProblems('', probe, context.definition.timezone);
  const wrong = problems.find(({ code }) => code === 'PARAMETER_DEFINITION');
  if (wrong) report(place, ['pattern'], 'INVALID_PATTERN', wrong.message);
  return wrong === undefined;
}

function checkDefault(place: ParamPlace, sound: ParamDefinition): void {
  const { context, name } = place;
  const { default: fallback, required } = sound;
  if (fallback === undefined) return;
  if (required) {
    const message = `The default of ${quoteText(name)} is never used: the parameter is required.`;
    context.sink.warn('UNUSED_DEFAULT', ['params', name, 'default'], message, {
      hint: 'take one of the two out',
    });
  }
  if (fallback === null || templatesIn(fallback, []).length > 0) return;
  const value = readLiteral(place, ['default'], fallback, 'INVALID_DEFAULT');
  if (value === undefined) return;
  for (const { message } of constraintProblems(value, sound, context.definition.timezone)) {
    report(place, ['default'], 'INVALID_DEFAULT', message);
  }
}

/** The literal as a value; undefined, with a problem, when it does not fit the type. */
function readLiteral(
  place: ParamPlace,
  key: DocumentPath,
  literal: JsonValue,
  code: string,
): Value | undefined {
  const { context, param } = place;
  const isBound = code === 'INVALID_BOUND';
  try {
    return coerceValue(isBound ? boundType(param.type) : param.type, literal, context.definition.timezone);
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    report(place, key, code, error.message);
    return undefined;
  }
}

function report({ context, name }: ParamPlace, key: DocumentPath, code: string, message: string): void {
  context.sink.add(
    code,
    ['params', name, ...key],
    `Parameter ${quoteText(name)}, ${String(key[0])}: ${message}`,
  );
}
