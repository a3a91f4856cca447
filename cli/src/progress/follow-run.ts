import type { MillraceClient } from '@millrace/api-contract';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT, exitCodeOfRun } from '../exit-codes.js';
import type { OutputOptions } from '../output/print.js';
import { printObject, stderrPainter } from '../output/print.js';
import { runLines } from '../output/run-forms.js';
import { endSignals } from './end-signals.js';
import { displayFor, NO_DISPLAY } from './progress-display.js';
import { nextCommand, summaryLines } from './run-summary.js';
import { RunView } from './run-view.js';
import type { EndedRun } from './watch-run.js';
import { readNewRun, watchRun } from './watch-run.js';

export interface FollowOptions extends OutputOptions {
  /** Whether progress is shown on stderr. */
  readonly show: boolean;
  /** Seconds; default without limit. */
  readonly limitSeconds?: number;
}

/** Tells how a run on a server ended, what failed, and what to type next. */
export function tellEnd(context: CliContext, options: OutputOptions, { run, tasks }: EndedRun): void {
  const paint = stderrPainter(context, options);
  summaryLines(run, tasks, context.now(), paint).forEach((line) => {
    tell(context, line);
  });
  const next = nextCommand(run, tasks);
  if (next !== undefined) tell(context, `\nNext: ${paint('bold', next)}`);
}

async function follow(
  context: CliContext,
  client: MillraceClient,
  id: string,
  options: FollowOptions,
  signal: AbortSignal,
): Promise<EndedRun | undefined> {
  const run = await readNewRun(client, id, signal);
  const count = Object.values(run?.counts ?? {}).reduce((sum, one) => sum + one, 0);
  const view = new RunView(id, run === undefined ? '' : `${run.project}/${run.workflow}`, count);
  const display = options.show ? displayFor(context, view, stderrPainter(context, options)) : NO_DISPLAY;
  return watchRun(client, view, display, signal);
}

/** Waits for the end of a run on a server, prints the run and gives the exit code that its end means. */
export async function followRun(
  context: CliContext,
  client: MillraceClient,
  id: string,
  options: FollowOptions,
): Promise<ExitCode> {
  const signals = endSignals(context, options.limitSeconds);
  try {
    const ended = await follow(context, client, id, options, signals.signal).catch((error: unknown) => {
      if (signals.signal.aborted) return undefined;
      throw error;
    });
    if (ended === undefined) {
      const why = signals.interrupted() ? 'Not watching any more' : 'The wait timed out';
      tell(context, `${why}: run ${id} goes on.\nStop it with: millrace run stop ${id}`);
      return signals.interrupted() ? EXIT.interrupted : EXIT.waitTimedOut;
    }
    tellEnd(context, options, ended);
    await printObject(context, options, {
      value: ended.run,
      name: ended.run.id,
      lines: (paint) => runLines(ended.run, paint, context.now()),
    });
    return exitCodeOfRun(ended.run.state) ?? EXIT.unexpected;
  } finally {
    signals.release();
  }
}
