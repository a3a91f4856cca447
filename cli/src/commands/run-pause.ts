import { routes } from '@millrace/api-contract';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import type { ChangeRunOptions } from './change-run.js';
import { changeRun } from './change-run.js';

/** Pauses a run: what runs goes on, nothing more starts. */
export async function runPause(
  context: CliContext,
  run: string,
  options: ChangeRunOptions,
): Promise<ExitCode> {
  return changeRun(context, run, options, { route: routes.pauseRun, done: 'The run is pausing.' });
}
