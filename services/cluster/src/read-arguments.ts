import { parseArgs } from 'node:util';
import type { ServiceName } from './config/service-config.js';
import { SERVICES } from './config/service-config.js';
import { UsageError } from './refusal.js';

export type Task =
  | { readonly task: 'serve'; readonly service: ServiceName }
  | { readonly task: 'topics'; readonly action: 'apply' | 'diff' };

export type Arguments = Task & { readonly config: string | undefined; readonly json: boolean };

const USAGE = `serve ${SERVICES.join('|')} [--config <file>], or topics apply|diff [--config <file>] [--json]`;

/** Throws UsageError. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [task, what, ...more] = positionals;
  const common = { config: values.config, json: values.json === true };
  if (more.length === 0 && task === 'serve') {
    const service = SERVICES.find((name) => name === what);
    if (service) return { task, service, ...common };
  }
  if (more.length === 0 && task === 'topics' && (what === 'apply' || what === 'diff'))
    return { task, action: what, ...common };
  throw new UsageError(`'${positionals.join(' ')}' is nothing that can be done here: ${USAGE}.`);
}

function parse(args: readonly string[]): ReturnType<typeof parseKnown> {
  try {
    return parseKnown(args);
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} Give ${USAGE}.`);
  }
}

function parseKnown(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { config: { type: 'string' }, json: { type: 'boolean' } },
  });
}
