import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import type { DoctorOptions } from '../commands/doctor.js';
import type { ExecOptions } from '../commands/exec.js';
import type { StandaloneOptions } from '../commands/standalone.js';
import type { CliContext } from '../context.js';
import { wholeNumber } from '../input/option-values.js';
import type { OutputOptions } from '../output/print.js';
import { withOutput, withParams, withServer } from './common-options.js';
import type { Finish } from './run-commands.js';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];
const GUARDS = ['auto', 'pid-namespace', 'cgroup', 'process-group'];
const SHELLS = ['bash', 'zsh', 'fish'] as const;

function addRunning(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('standalone')
    .summary('run the whole of millrace on this machine')
    .option('--data <dir>', 'data folder (also: MILLRACE_DATA; default .millrace)')
    .option('--port <port>', 'listen on 127.0.0.1 at this port, default 8420', wholeNumber(0, 65_535))
    .option('--socket <path>', 'listen on a unix socket instead')
    .option('--slots <n>', 'attempts with processes that run at once', wholeNumber(1, 1024))
    .option(
      '--drain-seconds <n>',
      'how long what runs may go on at the end, default 10',
      wholeNumber(0, 86_400),
    )
    .option('--keep-failed', 'keep the work folder of a failed attempt')
    .addOption(
      new Option('--guard <guard>', 'what ends attempts when it was killed, default auto').choices(GUARDS),
    )
    .addOption(new Option('--log-level <level>', 'what the engine tells, default warn').choices(LOG_LEVELS))
    .action(async (options: StandaloneOptions) => {
      finish(await (await import('../commands/standalone.js')).standalone(context, options));
    });
  withOutput(withParams(program.command('exec')))
    .summary('run one workflow file to its end; needs no server')
    .argument('<file>', 'workflow file, YAML or JSON; - for stdin')
    .option('--data <dir>', 'keep the data in this folder')
    .option('--keep', 'keep the temporary data folder')
    .action(async (file: string, options: ExecOptions) => {
      finish(await (await import('../commands/exec.js')).exec(context, file, options));
    });
}

function addHelping(program: Command, context: CliContext, finish: Finish): void {
  withServer(withOutput(program.command('doctor')))
    .summary('look for what keeps millrace from working here')
    .option('--port <port>', 'the port to look at, default 8420', wholeNumber(1, 65_535))
    .action(async (options: DoctorOptions) => {
      finish(await (await import('../commands/doctor.js')).doctor(context, options));
    });
  withOutput(program.command('version'))
    .summary('print the release')
    .action(async (options: OutputOptions) => {
      finish(await (await import('../commands/version.js')).version(context, options));
    });
  program
    .command('completion')
    .summary('print completions for a shell')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action(async (shell: (typeof SHELLS)[number]) => {
      finish((await import('../commands/completion.js')).completion(context, shell, program));
    });
}

export function addLocalCommands(program: Command, context: CliContext, finish: Finish): void {
  addRunning(program, context, finish);
  addHelping(program, context, finish);
}
