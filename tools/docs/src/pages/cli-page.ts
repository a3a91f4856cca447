import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeBlock, page } from '../markdown.js';
import { REPOSITORY } from '../repository.js';

const PROGRAM = join(REPOSITORY, 'cli/dist/main.js');

/** Every command of the command line as `--help` prints it. The command line is built, not imported: tools know no client. */
export async function cliPage(): Promise<string> {
  return page('Command line', [
    'Data goes to standard output, talk to standard error. Whoever reads `-o json` reads what the API gives.',
    'Commands that speak to a server find it by `--url`, else `MILLRACE_URL`, else in the data folder (`--data`, else `MILLRACE_DATA`, else `.millrace` in the current folder), and open it with `--token`, else `MILLRACE_TOKEN`, else the token in that folder.',
    ...(await helpOf([])),
  ]);
}

async function helpOf(path: readonly string[]): Promise<readonly string[]> {
  const text = await ask([...path, '--help']);
  const inner = await Promise.all(commandsIn(text).map((name) => helpOf([...path, name])));
  return [`## ${['millrace', ...path].join(' ')}`, codeBlock('text', text), ...inner.flat()];
}

async function ask(args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', NO_COLOR: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args], { env });
  return stdout;
}

/** The names that stand under "Commands:". */
function commandsIn(help: string): readonly string[] {
  const [, section = ''] = help.split(/^Commands:\n/m);
  const [list = ''] = section.split('\n\n');
  const names = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'help');
}
