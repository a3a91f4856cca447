import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NotUtf8Error, decodeUtf8 } from '@millrace/api-contract';
import { CliError, usageError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { EXIT } from '../exit-codes.js';
import type { Params } from './params.js';
import { parseParams, parseParamsFile } from './params.js';

/** A file as text, `-` for stdin. Throws a usage error when it cannot be read; exit 8 when it is not UTF-8. */
export async function readInput(context: CliContext, file: string): Promise<string> {
  const bytes = await readBytes(context, file);
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    throw new CliError(EXIT.invalid, [{ ...error.problem, file: shownFile(file) }]);
  }
}

/** The name of an input as people are told it. */
export function shownFile(file: string): string {
  return file === '-' ? 'stdin' : file;
}

async function readBytes(context: CliContext, file: string): Promise<Uint8Array> {
  if (file === '-') return context.readStdin();
  try {
    return await readFile(resolve(context.cwd, file));
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
