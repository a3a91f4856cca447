import { resolve } from 'node:path';
import type { CliContext } from '../context.js';
import { becomeProcess } from '../engine/become-process.js';
import type { ExitCode } from '../exit-codes.js';
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
  /** What ends attempts when the engine was killed. */
  readonly guard?: string;
  readonly logLevel?: string;
}

/** Arguments of the engine for the options of the command. */
export function standaloneArguments(options: StandaloneOptions, cwd: string): readonly string[] {
  const { port, slots, drainSeconds, guard, logLevel } = options;
  const values = {
    '--port': port,
    '--slots': slots,
    '--drain-seconds': drainSeconds,
    '--guard': guard,
    '--log-level': logLevel,
  };
  return [
    ...(options.data === undefined ? [] : ['--data', resolve(cwd, options.data)]),
    ...(options.socket === undefined ? [] : ['--socket', resolve(cwd, options.socket)]),
    ...Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...(options.keepFailed === true ? ['--keep-failed'] : []),
  ];
}

/** Runs the whole engine in the foreground. */
export async function standalone(context: CliContext, options: StandaloneOptions): Promise<ExitCode> {
  if (options.data !== undefined) await dataFolder(context, options.data);
  return await becomeProcess(context, context.enginePath, standaloneArguments(options, context.cwd));
}
