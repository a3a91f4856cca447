import type { Command } from 'commander';
import type { CheckOptions } from '../commands/check.js';
import type { CliContext } from '../context.js';
import { wholeNumber } from '../input/option-values.js';
import type { Finish } from './run-commands.js';

const HELP = `
The log may be one that is being written: then give --live. A folder that has the name of a command is written ./list.

Exit codes: 0 nothing is wrong, 1 violations, 2 usage or settings, 6 there is no such log, 8 it cannot be read,
10 Kafka or the database does not answer.`;

const DATA = 'data folder (also: MILLRACE_DATA; default .millrace)';

/** What looks whether a log keeps what is promised. */
export function addCheckCommands(program: Command, context: CliContext, finish: Finish): void {
  const load = () => import('../commands/check.js');
  const check = program
    .command('check')
    .summary('look whether a log keeps what is promised')
    .argument('[log]', `${DATA}, or file of an exported log`)
    .option('--kafka <config>', 'the log of a cluster instead, by a file of its settings')
    .option('--journal <file>', 'what scripts wrote down, one JSON object a line')
    .option('--answers <file>', 'what senders of commands were told, one JSON object a line')
    .option('--slots <n>', 'scripts of the journal that may run at once', wholeNumber(1))
    .option('--processes', 'also that nothing runs here that an attempt left behind')
    .option('--log-only', 'leave out read model, task logs and dead letters, where they are beside the log')
    .option('--only <names>', 'these invariants alone, with commas')
    .option('--exactly-once', 'also that every task ran exactly once: for workflows that never fail')
    .option('--live', 'the log is being written: runs may be under way')
    .option('--json', 'print one JSON object')
    .option('--keep <n>', 'violations that are printed, default 100', wholeNumber(0))
    .addHelpText('after', HELP)
    .action(async (log: string | undefined, options: CheckOptions) => {
      finish(await (await load()).check(context, log, options));
    });
  check
    .command('list')
    .summary('list the invariants')
    .action(async () => {
      finish(await (await load()).checkList(context));
    });
  check
    .command('export')
    .summary('write the log of a data folder as lines of JSON')
    .argument('[data]', DATA)
    .action(async (data: string | undefined) => {
      finish(await (await load()).checkExport(context, data));
    });
}
