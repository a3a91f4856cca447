import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { engineArguments, engineEnvironment } from '../engine/engine-command.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { dataFolder } from '../input/data-folder.js';

export interface StandaloneOptions {
  /** Data folder; default `$MILLRACE_DATA`, else `.millrace`. */
  readonly data?: string;
  /** Default 8420. */
  readonly port?: number;
  /** Path of a unix socket to listen on. */
  readonly socket?: string;
  /** Attempts with processes that run at once. */
  readonly slots?: number;
  /** How long what runs may go on when the engine is told to stop. */
  readonly drainSeconds?: number;
  /** Keeps the work folder of a failed attempt. */
  readonly keepFailed?: boolean;
  readonly logLevel?: string;
}

/** Arguments of the engine for the options of the command. */
export function standaloneArguments(options: StandaloneOptions, cwd: string): readonly string[] {
  const { port, slots, drainSeconds, logLevel } = options;
  const values = {
    '--port': port,
    '--slots': slots,
    '--drain-seconds': drainSeconds,
    '--log-level': logLevel,
  };
  return [
    ...(options.data === undefined ? [] : ['--data', resolve(cwd, options.data)]),
    ...(options.socket === undefined ? [] : ['--socket', resolve(cwd, options.socket)]),
    ...Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...(options.keepFailed === true ? ['--keep-failed'] : []),
  ];
}

/** Runs the engine as a child where a process cannot become another one; gives its exit code. */
async function runAsChild(context: CliContext, args: readonly string[]): Promise<ExitCode> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: engineEnvironment(context.env) });
  // A terminal sends Ctrl-C to the child too: this process only has to outlive it.
  const release = context.interrupts.take(() => undefined);
  const [code] = (await once(child, 'exit')) as [number | null];
  release();
  const known = Object.values(EXIT).find((one) => one === code);
  return known ?? EXIT.unexpected;
}

/** Runs the whole engine in the foreground. This process becomes the engine, so that signals and its end are the engine's. */
export async function standalone(context: CliContext, options: StandaloneOptions): Promise<ExitCode> {
  if (!existsSync(context.enginePath)) {
    const message = `The engine is not built: ${context.enginePath} is missing.`;
    throw new CliError(EXIT.unexpected, [
      { code: 'NOT_BUILT', message, hint: 'Build it with: npm run build' },
    ]);
  }
  if (options.data !== undefined) await dataFolder(context, options.data);
  const args = engineArguments(context.enginePath, standaloneArguments(options, context.cwd));
  if (process.execve === undefined || process.platform === 'win32') return runAsChild(context, args);
  return process.execve(process.execPath, [process.execPath, ...args], engineEnvironment(context.env));
}
