import type { JsonValue, ParamDefinition } from '../definition/workflow-definition.js';
import { didYouMean, nameList } from '../expressions/nearest-name.js';
import type { Value } from '../expressions/value.js';
import { constraintProblems } from './check-constraints.js';
import { coerceValue } from './coerce-value.js';
import { compileDefault } from './evaluate-default.js';
import type { ParameterErrorCode } from './parameter-error.js';
import { ParameterError } from './parameter-error.js';

export interface ParameterProblem {
  readonly code: ParameterErrorCode;
  /** Names the parameter, and what to do; never the value of a secret. */
  readonly message: string;
  readonly param: string;
}

export type ResolvedParams =
  | {
      readonly ok: true;
      /** One for each definition, in its order; without prototype, so that any name is just a name. */
      readonly values: Readonly<Record<string, Value>>;
    }
  | { readonly ok: false; readonly problems: readonly ParameterProblem[] };

type Definitions = Readonly<Record<string, ParamDefinition>>;
type Given = Readonly<Record<string, JsonValue>>;

/** What one resolution knows so far. */
interface Resolution {
  readonly given: Given;
  readonly zone: string;
  /** `params` holds what was resolved before. */
  readonly scope: ReadonlyMap<string, Value>;
  readonly params: Map<string, Value>;
  readonly problems: ParameterProblem[];
}

function add(problems: ParameterProblem[], param: string, error: ParameterError, isSecret: boolean): void {
  const { code } = error;
  const isAboutValue = isSecret && code === 'PARAMETER_TYPE';
  const message = isAboutValue ? 'The value (secret, not shown) has the wrong type.' : error.message;
  problems.push({ code, param, message: `Parameter '${param}': ${message}` });
}

/** The value to check; undefined when a default rests on a parameter that has a problem of its own. */
function valueOf(name: string, definition: ParamDefinition, resolution: Resolution): Value | undefined {
  const { given, zone, scope, params } = resolution;
  const json = Object.hasOwn(given, name) ? (given[name] ?? undefined) : undefined;
  if (json !== undefined) return coerceValue(definition.type, json, zone);
  if (definition.default !== undefined) {
    const compiled = compileDefault(definition.default);
    const failed = resolution.problems.map(({ param }) => param);
    const restsOnFailed = compiled.references.some(({ root, path: [first] }) => {
      return root === 'params' && first !== undefined && !params.has(first) && failed.includes(first);
    });
    return restsOnFailed ? undefined : compiled.evaluate(definition.type, scope, zone);
  }
  if (!definition.required) return null;
  throw new ParameterError('MISSING_PARAMETER', `It is required: give a ${definition.type}.`);
}

function resolveOne(name: string, definition: ParamDefinition, resolution: Resolution): void {
  const { problems, params, zone } = resolution;
  try {
    const value = valueOf(name, definition, resolution);
    if (value === undefined) return;
    const errors = constraintProblems(value, definition, zone);
    for (const error of errors) add(problems, name, error, definition.secret);
    if (errors.length === 0) params.set(name, value);
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    add(problems, name, error, definition.secret);
  }
}

function unknownParameter(param: string, names: readonly string[]): ParameterProblem {
  const hint = didYouMean(param, names) ?? `The workflow has ${nameList(names)}.`;
  return { code: 'UNKNOWN_PARAMETER', param, message: `There is no parameter '${param}'. ${hint}` };
}

function nullPrototype(values: ReadonlyMap<string, Value>): Record<string, Value> {
  const record = Object.create(null) as Record<string, Value>;
  for (const [name, value] of values) record[name] = value;
  return record;
}

/**
 * The parameters of a run: what was given, else the default, else null; checked against their definitions. A default
 * sees `run` (its fields are the third argument) and the parameters defined before it. Null that is given counts as
 * not given. Collects all problems instead of throwing.
 */
export function resolveParams(
  definitions: Definitions,
  given: Given,
  run: Readonly<Record<string, Value>>,
  zone: string,
): ResolvedParams {
  const names = Object.keys(definitions);
  const problems = Object.keys(given)
    .filter((name) => !Object.hasOwn(definitions, name))
    .map((name) => unknownParameter(name, names));
  const params = new Map<string, Value>();
  const scope = new Map<string, Value>([
    ['run', new Map(Object.entries(run))],
    ['params', params],
  ]);
  const resolution: Resolution = { given, zone, scope, params, problems };
  for (const [name, definition] of Object.entries(definitions)) resolveOne(name, definition, resolution);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values: nullPrototype(params) };
}
