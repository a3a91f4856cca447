import type { Problem } from '../cli-error.js';
import { CliError, usageError } from '../cli-error.js';
import { EXIT } from '../exit-codes.js';

export type Params = Record<string, unknown>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** What `JSON.parse` tells a reviver of a scalar: the text that stood there. */
interface ReviverContext {
  readonly source?: string;
}

/** JSON would write such a number as null, and the server would never see it. */
function notFinite(number: string): Problem {
  return { code: 'PARAMETER_TYPE', message: `'${number}' is not a finite number.` };
}

function parseJson(name: string, text: string): unknown {
  const revive = (_key: string, value: unknown, context?: ReviverContext): unknown => {
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    throw new CliError(EXIT.invalid, [{ ...notFinite(context?.source ?? text), param: name }]);
  };
  try {
    return JSON.parse(text, revive) as unknown;
  } catch (error) {
    if (error instanceof CliError) throw error;
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

/** Parameters from `-p` options, later ones first in rank. Throws a usage error; exit 8 for a number beyond doubles. */
export function parseParams(given: readonly string[]): Params {
  return Object.fromEntries(given.map(parseParam));
}

/** The value of one YAML document. Throws the first error of its syntax; exit 8 for a number that is not finite. */
async function parseYaml(text: string, file: string): Promise<unknown> {
  const { LineCounter, parseDocument, visit } = await import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  for (const error of document.errors) throw error;
  visit(document, {
    Scalar: (_key, { value, source, range }) => {
      if (typeof value !== 'number' || Number.isFinite(value)) return;
      const { line, col } = lineCounter.linePos(range?.[0] ?? 0);
      throw new CliError(EXIT.invalid, [{ ...notFinite(source ?? String(value)), file, line, column: col }]);
    },
  });
  return document.toJS();
}

/** Parameters from the text of a YAML or JSON file: a map by name. Throws a usage error, or as `parseParams`. */
export async function parseParamsFile(text: string, file: string): Promise<Params> {
  let value: unknown;
  try {
    value = await parseYaml(text, file);
  } catch (error) {
    if (error instanceof CliError) throw error;
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
