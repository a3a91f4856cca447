import { routes } from '@millrace/api-contract';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import type { ChangeRunOptions } from './change-run.js';
import { changeRun } from './change-run.js';

/** Lets a paused run go on. */
export async function runResume(
  context: CliContext,
  run: string,
  options: ChangeRunOptions,
): Promise<ExitCode> {
  return changeRun(context, run, options, { route: routes.resumeRun, done: 'The run goes on.' });
}
