import type { JsonValue, ValueType } from '../definition/workflow-definition.js';
import { compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import type { Reference } from '../expressions/references.js';
import type { Scope } from '../expressions/scope.js';
import { valueOfJson } from '../expressions/typed-json.js';
import type { Value } from '../expressions/value.js';
import { coerceValue, asParameter } from './coerce-value.js';
import { convertValue } from './convert-value.js';
import { ParameterError } from './parameter-error.js';
import { withHint } from './parse-duration.js';

/** A default in which templates may stand, at any depth. */
export interface ParameterDefault {
  readonly references: readonly Reference[];
  /** Throws a ParameterError. */
  evaluate(type: ValueType, scope: Scope, zone: string): Value;
}

interface Compiled {
  readonly references: readonly Reference[];
  readonly isConstant: boolean;
  evaluate(scope: Scope): Value;
}

function compileJson(json: JsonValue): Compiled {
  if (typeof json === 'string') return compileTemplate(json);
  if (json === null || typeof json !== 'object') return constant(json);
  const entries = Object.entries(json).map(([key, item]): [string, Compiled] => [key, compileJson(item)]);
  const items = entries.map(([, item]) => item);
  const evaluate = Array.isArray(json)
    ? (scope: Scope): Value => items.map((item) => item.evaluate(scope))
    : (scope: Scope): Value => new Map(entries.map(([key, item]) => [key, item.evaluate(scope)]));
  return {
    references: items.flatMap(({ references }) => references),
    isConstant: items.every(({ isConstant }) => isConstant),
    evaluate,
  };
}

function constant(json: JsonValue): Compiled {
  return { references: [], isConstant: true, evaluate: () => valueOfJson(json) };
}

function inDefault(error: unknown): ParameterError {
  if (!(error instanceof ExpressionError)) throw error;
  return new ParameterError('PARAMETER_DEFAULT', `Its default cannot be evaluated: ${withHint(error)}`);
}

/** Throws a ParameterError (PARAMETER_DEFAULT) for templates that do not compile. */
export function compileDefault(json: JsonValue): ParameterDefault {
  let compiled: Compiled;
  try {
    compiled = compileJson(json);
  } catch (error) {
    throw inDefault(error);
  }
  const { references, isConstant } = compiled;
  return {
    references,
    evaluate: (type, scope, zone) => {
      // Text that is all literal may hold an escaped `$${{`.
      if (isConstant && typeof json !== 'string') return coerceValue(type, json, zone);
      return asParameter('PARAMETER_TYPE', () => convertValue(type, evaluated(compiled, scope), zone));
    },
  };
}

function evaluated(compiled: Compiled, scope: Scope): Value {
  try {
    return compiled.evaluate(scope);
  } catch (error) {
    throw inDefault(error);
  }
}
