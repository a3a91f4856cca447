import { usageError } from '../cli-error.js';

export type Params = Record<string, unknown>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw usageError(
      `The value of parameter '${name}' is not JSON: ${text}`,
      `For text write: -p ${name}=TEXT`,
    );
  }
}

/** `name=text` or `name:=json`. Text is read by the type of the parameter, on the server. */
function parseParam(given: string): readonly [string, unknown] {
  const equals = given.indexOf('=');
  if (equals === -1)
    throw usageError(`'${given}' is not a parameter.`, 'Write -p name=value, or -p name:=JSON.');
  const json = given[equals - 1] === ':';
  const name = given.slice(0, json ? equals - 1 : equals);
  if (!NAME.test(name)) throw usageError(`'${name}' is not the name of a parameter.`, 'Write -p name=value.');
  const text = given.slice(equals + 1);
  return [name, json ? parseJson(name, text) : text];
}

/** Parameters from `-p` options, later ones first in rank. Throws a usage error. */
export function parseParams(given: readonly string[]): Params {
  return Object.fromEntries(given.map(parseParam));
}

/** Parameters from the text of a YAML or JSON file: a map by name. Throws a usage error. */
export async function parseParamsFile(text: string, file: string): Promise<Params> {
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw usageError(
      `${file} is neither YAML nor JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw usageError(`${file} does not hold parameters.`, 'Write a map, a line each: name: value.');
  }
  return { ...value };
}
