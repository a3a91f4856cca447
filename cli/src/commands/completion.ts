import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';

/** What may follow a command: its own commands and options. */
interface Place {
  /** Words before, as in `run start`; '' for the program itself. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly summary: string }[];
}

function placesOf(command: Command, path: string): readonly Place[] {
  const commands = command.commands.map((one) => ({ word: one.name(), summary: one.summary() }));
  const options = command.options
    .filter(({ long, hidden }) => typeof long === 'string' && !hidden)
    .map(({ long, description }) => ({ word: long ?? '', summary: description }));
  const words = [...commands, ...options, { word: '--help', summary: 'tell what there is' }];
  return [
    { path, words },
    ...command.commands.flatMap((one) => placesOf(one, `${path} ${one.name()}`.trim())),
  ];
}

function bashScript(places: readonly Place[]): string {
  const cases = places.map(
    ({ path, words }) => `    '${path}') words='${words.map(({ word }) => word).join(' ')}' ;;`,
  );
  return [
    '_millrace() {',
    '  local word path="" words=""',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    case "$path $word" in',
    ...places
      .filter(({ path }) => path !== '')
      .map(({ path }) => `      '${path.includes(' ') ? path : ` ${path}`}') path='${path}' ;;`),
    '    esac',
    '  done',
    '  case "$path" in',
    ...cases,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o default -F _millrace millrace',
    '',
  ].join('\n');
}

const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function fishScript(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, words }) => {
    const seen =
      path === ''
        ? '__fish_use_subcommand'
        : path
            .split(' ')
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join('; and ');
    return words.map(({ word, summary }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c millrace -n ${fishQuoted(seen)} ${what} -d ${fishQuoted(summary)}`;
    });
  });
  return `${lines.join('\n')}\n`;
}

/** The script that teaches a shell the words of the command line. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  const places = placesOf(program, '');
  if (shell === 'fish') return fishScript(places);
  return `${shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}${bashScript(places)}`;
}

/** Prints completions, to be read by the start file of the shell. */
export function completion(context: CliContext, shell: 'bash' | 'zsh' | 'fish', program: Command): ExitCode {
  context.stdout.write(completionScript(shell, program));
  return EXIT.ok;
}
