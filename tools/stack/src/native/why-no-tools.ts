import type { Need } from '../parts/part.js';
import { runCommand } from '../processes/run-command.js';
import { installMissing, missingCommand, thisMachine } from './packages.js';

/** What is said while it takes long goes to the standard error: a test runner shows it. */
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Installs programs that tests call, where that is possible. Undefined: they are all there; else why not. */
export async function whyNoTools(needs: readonly Need[]): Promise<string | undefined> {
  const machine = thisMachine(runCommand);
  await installMissing(needs, machine, tell);
  return missingCommand(needs, machine);
}
