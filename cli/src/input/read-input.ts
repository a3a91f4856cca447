import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { usageError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import type { Params } from './params.js';
import { parseParams, parseParamsFile } from './params.js';

/** A file as text, `-` for stdin. Throws a usage error when it cannot be read. */
export async function readInput(context: CliContext, file: string): Promise<string> {
  if (file === '-') return context.readStdin();
  try {
    return await readFile(resolve(context.cwd, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw usageError(`Cannot read ${file}: ${REASONS[code] ?? code}.`);
  }
}

const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
};

/** The content type of a workflow file, by its name. */
export function contentTypeOf(file: string): string {
  return file.endsWith('.json') ? 'application/json' : 'application/yaml';
}

export interface ParamOptions {
  /** `name=text` or `name:=json`, in the order given. */
  readonly param?: readonly string[];
  readonly paramsFile?: string;
  /** The same option by its other name. */
  readonly paramFile?: string;
}

/** Parameters of a start: those of the file, then those of `-p` over them. */
export async function readParams(context: CliContext, options: ParamOptions): Promise<Params> {
  const file = options.paramsFile ?? options.paramFile;
  const given = parseParams(options.param ?? []);
  if (file === undefined) return given;
  return { ...(await parseParamsFile(await readInput(context, file), file)), ...given };
}
