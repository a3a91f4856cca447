import { standaloneOptions } from '@millrace/standalone';
import { z } from 'zod';
import { isSchema, schemaAt, textAt } from '../json-schema.js';
import { code, codeBlock, page, sentence, table } from '../markdown.js';
import { typeText } from '../type-text.js';

/** Defaults that are computed when the arguments are read (`readOptions`). */
const COMPUTED: ReadonlyMap<string, string> = new Map([
  ['data', '`$MILLRACE_DATA`, else `.millrace` in the current folder'],
  ['slots', 'four for each processor, at least 4'],
  ['port', '8420, or a free one when it is taken'],
]);

/** The options of the standalone process. */
export function standaloneOptionsPage(): string {
  const schema = z.toJSONSchema(standaloneOptions, { io: 'output', unrepresentable: 'any' });
  const rows = Object.entries(schemaAt(schema, 'properties')).map(([name, value]) => {
    const option = isSchema(value) ? value : {};
    return [
      code(flagOf(name)),
      typeText(option, code),
      defaultOf(name, option),
      sentence(textAt(option, 'description')),
    ];
  });
  return page('Standalone options', [
    '`millrace standalone` runs master, worker, logger and API in one process on one data folder. These are the options of that process; `millrace standalone` itself passes on those that [it lists](cli.md#millrace-standalone), and `millrace exec` starts the process with `--socket`, `--exit-with-parent` and `--temporary-folder`.',
    table(['option', 'type', 'default', 'meaning'], rows),
    'It ends on SIGTERM or SIGINT: it takes no more requests, lets what runs go on for `--drain-seconds`, then ends it; a second signal ends it at once. Exit codes: 0 ended as asked, 1 failed, 2 wrong options or a data folder or address that cannot be used, 7 the data folder or the address is in use.',
    '## Ready',
    'Where standard output is no terminal, one line of JSON says that it serves:',
    codeBlock(
      'json',
      '{ "ready": true, "url": "http://127.0.0.1:8420", "tokenFile": "…/token", "data": "…" }',
    ),
    'With `--socket` it has `socket` in place of `url`.',
    '## The data folder',
    table(
      ['file', 'what'],
      [
        ['`log.db`', 'the log: commands, events, snapshots, catalogue, dead letters'],
        ['`task-logs.db`', 'lines of task logs on their way to the logger'],
        ['`read-model.db`', 'the read model; made anew from the log when it is deleted'],
        ['`blobs/`', 'task logs'],
        ['`worker/`', 'journal and work folders of the worker'],
        ['`token`', 'the token of the API, mode 600'],
        ['`endpoint.json`', 'where the API listens; there while it runs'],
        ['`owner`, `owner.lock`', 'the process that has the folder'],
      ],
    ),
  ]);
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function defaultOf(name: string, option: Readonly<Record<string, unknown>>): string {
  const computed = COMPUTED.get(name);
  if (computed !== undefined) return computed;
  return 'default' in option ? code(String(option.default)) : 'none';
}
