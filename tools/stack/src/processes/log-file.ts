import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const logOf = (home: string): string => join(home, 'log');

/** A new log; that of the start before is kept as `log.1`. */
export function openLog(home: string): { readonly file: number; close(): void } {
  const path = logOf(home);
  if (existsSync(path)) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a');
  return { file, close: () => closeSync(file) };
}

/** The last lines; none when nothing was ever logged. */
export async function lastLines(home: string, count: number): Promise<string[]> {
  const path = logOf(home);
  if (!existsSync(path)) return [];
  return (await readFile(path, 'utf8')).trimEnd().split('\n').slice(-count);
}
