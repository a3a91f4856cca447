import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { usageError } from '../cli-error.js';
import type { CliContext } from '../context.js';

/** The path of the folder that `--data` names, which need not be there yet. Throws a usage error when it is a file. */
export async function dataFolder(context: CliContext, given: string): Promise<string> {
  const folder = resolve(context.cwd, given);
  const why = await stat(folder).then(
    (found) => (found.isDirectory() ? undefined : 'it is a file'),
    (error: unknown) => (isBelowFile(error) ? 'a part of its path is a file' : undefined),
  );
  if (why === undefined) return folder;
  throw usageError(
    `--data ${given} is no folder: ${why}.`,
    'Name a folder; it is made when it is not there.',
  );
}

function isBelowFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
}
