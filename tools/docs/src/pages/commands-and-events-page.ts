import { join } from 'node:path';
import { PUBLIC_COMMANDS, commands, events } from '@millrace/dag';
import { z } from 'zod';
import { docComments } from '../doc-comments.js';
import { code, page, table } from '../markdown.js';
import { REPOSITORY } from '../repository.js';
import { fieldTable, fieldsOf } from '../schema-fields.js';

const RUN_SOURCES = join(REPOSITORY, 'libs/dag/src/run');

/** Events that the owner records about its partition; no register holds them. */
const PARTITION_EVENTS = [
  [
    'WorkerLost',
    '`worker` `incarnation` `proven`',
    'The worker process is gone: what was addressed to it is free.',
  ],
  ['Forwarded', '`to` `mseq` `command`', 'A command was passed on to the partition where its run lives.'],
  ['MailAcked', '`to` `upTo`', 'The other owner has all mail up to this number.'],
  ['DedupHourDropped', '`hour`', 'The commands of this hour are no longer known by their ids.'],
];

/** The commands to runs and the events of runs, from their registers. */
export function commandsAndEventsPage(): string {
  const commandDocs = docComments(join(RUN_SOURCES, 'commands'));
  const eventDocs = docComments(join(RUN_SOURCES, 'events'));
  return page('Commands and events', [
    'A command asks for a change of a run and is accepted or rejected. An event is a fact in the log and never changes. Letters and numbers such as L34 name rules of the [log protocol](log-protocol.md).',
    '## Commands',
    'Commands of the API stand in topic `commands` as CloudEvents 1.0: `type` is the name, `data` the fields, `subject` the id of the run. Commands of a worker are its reports, in topic `task-status`. Commands of the owner are its own decisions.',
    ...[...commands.values()].flatMap(({ type, schema }) => [
      `### ${type}`,
      `${docOf(commandDocs, type)} Sent by: ${senderOf(type)}.`,
      fieldsText(schema),
    ]),
    '## Events of a run',
    'An event stands in its record as `{ type, v, data }`; `v` is the version. Times in `data` are epoch milliseconds; when it happened is the `now` of the record.',
    ...[...events.values()].flatMap(({ type, version, schema }) => [
      `### ${type}`,
      `Version ${version}. ${docOf(eventDocs, type)}`,
      fieldsText(schema),
    ]),
    '## Events of a partition',
    'They stand in records with `a: -1` and belong to no run.',
    table(
      ['event', 'fields', 'meaning'],
      PARTITION_EVENTS.map(([type = '', fields = '', meaning = '']) => [code(type), fields, meaning]),
    ),
  ]);
}

function docOf(docs: ReadonlyMap<string, string>, type: string): string {
  const text = docs.get(type);
  if (text === undefined)
    throw new Error(`${type} has no doc comment: say what it means where it is defined.`);
  return text;
}

function senderOf(type: string): string {
  if (PUBLIC_COMMANDS.has(type)) return 'people and other systems, by the API';
  return type.startsWith('Report') ? 'a worker' : 'the owner of the partition';
}

function fieldsText(schema: z.ZodType): string {
  const fields = fieldsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return fields.length === 0 ? 'No fields.' : fieldTable(fields, { linkTo: code });
}
