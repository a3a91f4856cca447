import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import type { OutputOptions } from '../output/print.js';
import { printObject } from '../output/print.js';

/** The release of the command line. */
export function ownVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** Prints the release of the command line. */
export async function version(context: CliContext, options: OutputOptions): Promise<ExitCode> {
  const own = ownVersion();
  await printObject(context, options, {
    value: { millrace: own, node: process.versions.node },
    name: own,
    lines: () => [`millrace ${own}`],
  });
  return EXIT.ok;
}
