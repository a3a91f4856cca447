import type { z } from 'zod';
import { ConfigError } from '../src/config-error.js';
import type { ConfigSource } from '../src/load-config.js';
import { loadConfig } from '../src/load-config.js';

/** A file of settings by its text, and variables. */
export interface Given {
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Other files: path and text. */
  readonly files?: Readonly<Record<string, string>>;
}

export const FILE = 'millrace.yaml';

export function sourceOf({ yaml, env = {}, files = {} }: Given): ConfigSource {
  const texts = new Map(Object.entries(yaml === undefined ? files : { ...files, [FILE]: yaml }));
  const readText = (path: string): string => {
    const text = texts.get(path);
    if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
    return text;
  };
  return { file: yaml === undefined ? undefined : FILE, env, readText };
}

export function load<S extends z.ZodObject>(schema: S, given: Given): z.output<S> {
  return loadConfig(schema, sourceOf(given));
}

/** What is wrong, a line each; none when nothing is. */
export function problemsOf(schema: z.ZodObject, given: Given): readonly string[] {
  try {
    load(schema, given);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
