import { resolve } from 'node:path';
import { dataFolder } from '../client/endpoint.js';
import type { CliContext } from '../context.js';
import { becomeProcess } from '../engine/become-process.js';
import type { ExitCode } from '../exit-codes.js';

export interface CheckOptions {
  /** File of settings of a cluster, whose log is checked instead of a data folder. */
  readonly kafka?: string;
  /** What scripts wrote down, one JSON object a line. */
  readonly journal?: string;
  /** What senders of commands were told, one JSON object a line. */
  readonly answers?: string;
  /** Scripts of the journal that may run at once. */
  readonly slots?: number;
  /** Looks at the processes of this machine, too. */
  readonly processes?: boolean;
  /** Looks at nothing but the log. */
  readonly logOnly?: boolean;
  /** Names of invariants, with commas. */
  readonly only?: string;
  readonly exactlyOnce?: boolean;
  readonly live?: boolean;
  readonly json?: boolean;
  /** Violations that are printed, at most. */
  readonly keep?: number;
}

/** Arguments of the checker for the options of the command. `log`: a data folder, or an exported log. */
export function checkArguments(
  context: CliContext,
  log: string | undefined,
  options: CheckOptions,
): readonly string[] {
  const { kafka, journal, answers, slots, only, keep } = options;
  const path = (given: string | undefined): string | undefined =>
    given === undefined ? undefined : resolve(context.cwd, given);
  const values = {
    '--kafka': path(kafka),
    '--journal': path(journal),
    '--answers': path(answers),
    '--slots': slots,
    '--only': only,
    '--keep': keep,
  };
  const flags = {
    '--processes': options.processes,
    '--log-only': options.logOnly,
    '--exactly-once': options.exactlyOnce,
    '--live': options.live,
    '--json': options.json,
  };
  // Beside --kafka a log makes no sense, which the checker tells.
  const place = log === undefined && kafka !== undefined ? [] : [dataFolder(context, log)];
  return [
    ...place,
    ...Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...Object.entries(flags).flatMap(([name, given]) => (given === true ? [name] : [])),
  ];
}

/** Becomes the checker, which looks whether a log keeps what is promised. Exit 1 where it does not. */
export async function check(
  context: CliContext,
  log: string | undefined,
  options: CheckOptions,
): Promise<ExitCode> {
  return await becomeProcess(context, context.checkerPath, checkArguments(context, log, options));
}

/** Becomes the checker that writes the log of a data folder as lines of JSON. */
export async function checkExport(context: CliContext, data: string | undefined): Promise<ExitCode> {
  return await becomeProcess(context, context.checkerPath, ['export', dataFolder(context, data)]);
}

/** Becomes the checker that lists its invariants. */
export async function checkList(context: CliContext): Promise<ExitCode> {
  return await becomeProcess(context, context.checkerPath, ['list']);
}
