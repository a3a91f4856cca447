import type { Command } from 'commander';
import { Option } from 'commander';
import { collect, colourChoice } from '../input/option-values.js';
import { OUTPUT_FORMS } from '../output/print.js';

const colourOption = (): Option =>
  new Option('--color [when]', 'colours: auto, always or never (also: NO_COLOR)').argParser(colourChoice);

/** Options of a command that prints data. */
export function withOutput(command: Command): Command {
  return command
    .addOption(new Option('-o, --output <form>', 'form of the data on stdout').choices(OUTPUT_FORMS))
    .option('--no-headers', 'leave out the titles of a table')
    .addOption(colourOption());
}

/** Of a command that prints text which has no other form. */
export function withColour(command: Command): Command {
  return command.addOption(colourOption());
}

/** Options of a command that speaks to a server. */
export function withServer(command: Command): Command {
  return command
    .option('--url <url>', 'address of the server (also: MILLRACE_URL), or unix:/path/of/socket')
    .option('--token <token>', 'opens the server (also: MILLRACE_TOKEN)')
    .option(
      '--data <dir>',
      'data folder of a server on this machine (also: MILLRACE_DATA; default .millrace)',
    );
}

/** Options of a command that starts a run. */
export function withParams(command: Command): Command {
  return command
    .option('-p, --param <name=value>', 'a parameter; name:=JSON for a list or map (repeatable)', collect)
    .option('--params-file <file>', 'parameters from a YAML or JSON file; - for stdin')
    .addOption(new Option('--param-file <file>').hideHelp());
}
