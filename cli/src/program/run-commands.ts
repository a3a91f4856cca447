import type { Command } from 'commander';
import type { ChangeRunOptions } from '../commands/change-run.js';
import type { RunEventsOptions } from '../commands/run-events.js';
import type { RunGetOptions } from '../commands/run-get.js';
import type { RunListOptions } from '../commands/run-list.js';
import type { RunLogsOptions } from '../commands/run-logs.js';
import type { RunStartOptions } from '../commands/run-start.js';
import type { RunWatchOptions } from '../commands/run-watch.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { collect, waitSeconds, wholeNumber } from '../input/option-values.js';
import { withColour, withOutput, withParams, withServer } from './common-options.js';

/** Takes the exit code of the command that ran. */
export type Finish = (code: ExitCode) => void;

const RUN = 'id of the run, or @latest';

function addReading(run: Command, context: CliContext, finish: Finish): void {
  withServer(withOutput(run.command('list')))
    .summary('list runs, newest first')
    .option('--project <project>', 'of this project')
    .option('--workflow <workflow>', 'of this workflow: WORKFLOW, or PROJECT/WORKFLOW')
    .option('--state <state>', 'in this state (repeatable)', collect)
    .option('--started-after <time>', 'ISO 8601, such as 2026-11-20T00:00:00Z')
    .option('--started-before <time>', 'ISO 8601')
    .option('--limit <n>', 'how many, default 50', wholeNumber(1))
    .option('--cursor <cursor>', 'goes on where a list ended')
    .action(async (options: RunListOptions) => {
      finish(await (await import('../commands/run-list.js')).runList(context, options));
    });
  withServer(withOutput(run.command('get')))
    .summary('print a run and its task runs')
    .argument('<run>', RUN)
    .option('--tasks', 'the list of task runs alone')
    .action(async (id: string, options: RunGetOptions) => {
      finish(await (await import('../commands/run-get.js')).runGet(context, id, options));
    });
  withServer(withColour(run.command('logs')))
    .summary('print the log of a task')
    .argument('<run>', RUN)
    .argument('<task>', 'name of the task')
    .option('--attempt <n>', 'of this attempt, default the newest', wholeNumber(1))
    .option('-f, --follow', 'go on until the log is complete')
    .option('--tail <n>', 'the last lines only', wholeNumber(1, 1000))
    .action(async (id: string, task: string, options: RunLogsOptions) => {
      finish(await (await import('../commands/run-logs.js')).runLogs(context, id, task, options));
    });
  withServer(withOutput(run.command('events')))
    .summary('print the events of a run')
    .argument('<run>', RUN)
    .option('-f, --follow', 'go on until the run has ended')
    .option('--after <offset>', 'those after this offset', wholeNumber(0))
    .option('--limit <n>', 'how many', wholeNumber(1, 1000))
    .action(async (id: string, options: RunEventsOptions) => {
      finish(await (await import('../commands/run-events.js')).runEvents(context, id, options));
    });
}

function addStarting(run: Command, context: CliContext, finish: Finish): void {
  withServer(withOutput(withParams(run.command('start'))))
    .summary('start a run of a workflow')
    .argument('<workflow>', 'WORKFLOW, or PROJECT/WORKFLOW')
    .option('--project <project>', 'default: default')
    .option('--version <n>', 'of this version, default the newest', wholeNumber(1))
    .option('--watch', 'show progress and wait for the end')
    .option('--wait [seconds]', 'wait for the end, at most so long: --wait=90', waitSeconds)
    .option('--idempotency-key <key>', 'repeats with this key start one run')
    .action(async (name: string, options: RunStartOptions) => {
      finish(await (await import('../commands/run-start.js')).runStart(context, name, options));
    });
  withServer(withOutput(run.command('watch')))
    .summary('show progress until a run ends; its end gives the exit code')
    .argument('<run>', RUN)
    .action(async (id: string, options: RunWatchOptions) => {
      finish(await (await import('../commands/run-watch.js')).runWatch(context, id, options));
    });
}

function changing(run: Command, name: string): Command {
  return withServer(withOutput(run.command(name)))
    .argument('<run>', RUN)
    .option('--reason <text>', 'is told to whoever looks at the run');
}

function addChanging(run: Command, context: CliContext, finish: Finish): void {
  changing(run, 'stop')
    .summary('stop a run: what runs is killed')
    .action(async (id: string, options: ChangeRunOptions) => {
      finish(await (await import('../commands/run-stop.js')).runStop(context, id, options));
    });
  changing(run, 'pause')
    .summary('pause a run: nothing more starts')
    .action(async (id: string, options: ChangeRunOptions) => {
      finish(await (await import('../commands/run-pause.js')).runPause(context, id, options));
    });
  changing(run, 'resume')
    .summary('let a paused run go on')
    .action(async (id: string, options: ChangeRunOptions) => {
      finish(await (await import('../commands/run-resume.js')).runResume(context, id, options));
    });
}

export function addRunCommands(program: Command, context: CliContext, finish: Finish): void {
  const run = program.command('run').summary('start runs, follow them, end them');
  addStarting(run, context, finish);
  addReading(run, context, finish);
  addChanging(run, context, finish);
}
