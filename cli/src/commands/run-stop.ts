import { routes } from '@millrace/api-contract';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import type { ChangeRunOptions } from './change-run.js';
import { changeRun } from './change-run.js';

/** Stops a run: what runs is killed, nothing more starts. */
export async function runStop(
  context: CliContext,
  run: string,
  options: ChangeRunOptions,
): Promise<ExitCode> {
  return changeRun(context, run, options, { route: routes.stopRun, done: 'The run is stopping.' });
}
