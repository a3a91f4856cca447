import { Command } from 'commander';
import { ownVersion } from '../commands/version.js';
import type { CliContext } from '../context.js';
import { addCheckCommands } from './check-commands.js';
import { addClusterCommands } from './cluster-commands.js';
import { addLocalCommands } from './local-commands.js';
import { addProjectionCommands } from './projection-commands.js';
import type { Finish } from './run-commands.js';
import { addRunCommands } from './run-commands.js';
import { addWorkerCommands, addWorkflowCommands } from './workflow-commands.js';

const EXIT_CODES = `
Exit codes: 0 ok, 1 unexpected, 2 usage, 3 run failed, 4 wait timed out, 5 run stopped, 6 not found, 7 conflict,
8 validation failed, 9 not authorised, 10 server unreachable, 130 interrupted.

First steps: millrace exec FILE, or millrace standalone and then millrace workflow apply FILE.`;

/** The tree of commands. What a command does is loaded when it is called. */
export function buildProgram(context: CliContext, finish: Finish): Command {
  const program = new Command('millrace')
    .description('Runs workflows: DAGs of tasks, recorded step by step in an event log.')
    .version(ownVersion())
    // Else --version would be the program's also after a command that has one of its own.
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(millrace --help tells more)')
    .configureOutput({
      writeOut: context.stdout.write,
      writeErr: context.stderr.write,
      getOutHelpWidth: () => context.stdout.columns,
      getErrHelpWidth: () => context.stderr.columns,
    })
    .addHelpText('after', EXIT_CODES)
    // Where that is gone no command can say what its paths mean.
    .hook('preAction', () => void context.cwd);
  addLocalCommands(program, context, finish);
  addClusterCommands(program, context, finish);
  addWorkflowCommands(program, context, finish);
  addRunCommands(program, context, finish);
  addWorkerCommands(program, context, finish);
  addProjectionCommands(program, context, finish);
  addCheckCommands(program, context, finish);
  return program;
}
