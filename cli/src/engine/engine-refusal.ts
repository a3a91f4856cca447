import type { Problem } from '../cli-error.js';
import { CliError } from '../cli-error.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';

/** How the engine begins what it says for people, and the stack that follows where it broke down. */
const ENGINE_NAME = /^millrace(?: standalone)?: /u;
const STACK = /^\s+at /u;

const CODES: ReadonlyMap<ExitCode, Problem['code']> = new Map([
  [EXIT.unexpected, 'ENGINE_REFUSED'],
  [EXIT.usage, 'USAGE'],
  [EXIT.conflict, 'DATA_IN_USE'],
]);

/** The engine's own word for why it did not start, with its exit code; undefined where it broke down. */
export function engineRefusal(exitCode: number | null, said: readonly string[]): CliError | undefined {
  const known = [...CODES].find(([one]) => one === exitCode);
  const told = said.slice(said.findIndex((line) => ENGINE_NAME.test(line)));
  const [first = ''] = told;
  if (known === undefined || !ENGINE_NAME.test(first) || told.some((line) => STACK.test(line)))
    return undefined;
  const [exit, code] = known;
  return new CliError(exit, [{ code, message: told.join('\n').replace(ENGINE_NAME, '') }]);
}
