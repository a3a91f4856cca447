import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { engineArguments, engineEnvironment } from './engine-command.js';

/**
 * Runs another program of millrace in the foreground: this process becomes it, so that signals and its end are its own.
 * Throws CliError where it is not built.
 */
export async function becomeProcess(
  context: CliContext,
  program: string,
  args: readonly string[],
): Promise<ExitCode> {
  if (!existsSync(program)) {
    const message = `The engine is not built: ${program} is missing.`;
    throw new CliError(EXIT.unexpected, [
      { code: 'NOT_BUILT', message, hint: 'Build it with: npm run build' },
    ]);
  }
  const whole = engineArguments(program, args);
  if (process.execve === undefined || process.platform === 'win32') return runAsChild(context, whole);
  return process.execve(process.execPath, [process.execPath, ...whole], engineEnvironment(context.env));
}

/** Where a process cannot become another one; gives its exit code. */
async function runAsChild(context: CliContext, args: readonly string[]): Promise<ExitCode> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: engineEnvironment(context.env) });
  // A terminal sends Ctrl-C to the child too: this process only has to outlive it.
  const release = context.interrupts.take(() => undefined);
  const [code] = (await once(child, 'exit')) as [number | null];
  release();
  const known = Object.values(EXIT).find((one) => one === code);
  return known ?? EXIT.unexpected;
}
