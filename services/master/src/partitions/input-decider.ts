import type { AnyCommand, CommandMeta, RunState } from '@millrace/dag';
import { PUBLIC_COMMANDS, commands, isRejection, step } from '@millrace/dag';
import type { Outcome, OutcomeDetails, StoredRecord } from '@millrace/events';
import type { NamedCommand } from './requested-run.js';
import { withRun } from './requested-run.js';
import { MAX_COMMAND_BYTES, commandMessage, partitionOfRun } from '@millrace/events';

/** A command whose form is right. */
export interface ReadCommand {
  readonly message: NamedCommand;
  /** Hash of what was asked, to tell a repeated command from another one under the same id. */
  readonly body: string;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details?: OutcomeDetails;
}

export type CommandRead =
  | { readonly form: 'command'; readonly command: ReadCommand }
  | { readonly form: 'malformed'; readonly refusal: Refusal };

/** Commands are known for seven days; older ones could be repeats that are forgotten (L50). */
const OLDEST_MS = 7 * 24 * 3_600_000 - 3_600_000;
const EARLIEST_MS = 3_600_000;

/** Reads the text of topic `commands`. Text that is no command becomes a dead letter. */
export function readCommand(
  record: Pick<StoredRecord<'commands'>, 'value'>,
  hash: (text: string) => string,
  partitions: number,
): CommandRead {
  const bytes = Buffer.byteLength(record.value);
  if (bytes > MAX_COMMAND_BYTES) {
    return malformed(
      'COMMAND_TOO_LARGE',
      `The command has ${bytes} bytes, at most ${MAX_COMMAND_BYTES} are taken.`,
    );
  }
  let raw: unknown;
  try {
    raw = JSON.parse(record.value);
  } catch (error) {
    return malformed('MALFORMED_COMMAND', `The message is no JSON: ${String(error)}`);
  }
  const parsed = commandMessage.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return malformed(
      'MALFORMED_COMMAND',
      `The message is no CloudEvent with a command: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    );
  }
  const message = withRun(parsed.data, partitions, hash);
  if (!message)
    return malformed('MALFORMED_COMMAND', `${parsed.data.type} names no run: give its id as subject.`);
  return { form: 'command', command: { message, body: hash(bodyOf(message)) } };
}

/** What makes a command another one. The id of a run and what its sender knew of the catalogue do not: each time it is sent it gets new ones. */
function bodyOf({ type, subject, data }: NamedCommand): string {
  if (type !== 'StartRun') return JSON.stringify([type, subject, data]);
  const { run: _made, definition: _known, ...asked } = data;
  return JSON.stringify([type, asked]);
}

/** What speaks against a command before its run is asked; else the command as its schema reads it, defaults filled in. */
export function checkCommand({ message }: ReadCommand, partition: number, now: number): Refusal | AnyCommand {
  const at = Date.parse(message.time);
  if (at < now - OLDEST_MS)
    return { code: 'TOO_OLD', message: `The command is of ${message.time}: older than 7 days.` };
  if (at > now + EARLIEST_MS)
    return { code: 'CLOCK', message: `The command is of ${message.time}: more than an hour ahead.` };
  const definition = PUBLIC_COMMANDS.has(message.type) ? commands.get(message.type) : undefined;
  if (!definition) {
    return {
      code: 'UNKNOWN_COMMAND',
      message: `There is no command '${message.type}'; there are ${[...PUBLIC_COMMANDS].join(', ')}.`,
    };
  }
  const parsed = definition.schema.safeParse(message.data);
  if (!parsed.success) {
    const details = parsed.error.issues.map((issue) => ({
      code: 'INVALID',
      message: `${issue.path.join('.')}: ${issue.message}`,
    }));
    return {
      code: 'INVALID_COMMAND',
      message: `${message.type}: ${details.map((one) => one.message).join('; ')}`,
      details,
    };
  }
  if (message.type === 'StartRun' && message.data.run !== message.subject) {
    return {
      code: 'INVALID_COMMAND',
      message: `StartRun names run '${String(message.data.run)}' and subject '${message.subject}': they must be equal.`,
    };
  }
  if (partitionOfRun(message.subject) !== partition) {
    return {
      code: 'WRONG_PARTITION',
      message: `The subject '${message.subject}' is no run of partition ${partition}.`,
    };
  }
  return { type: message.type, data: parsed.data };
}

export type Decided = Exclude<ReturnType<typeof step>, never>;

/** Decides the commands of one input on one run, one after the other; the first refusal ends it when nothing was accepted. */
export function decideAll(
  run: RunState | undefined,
  inputs: readonly AnyCommand[],
  meta: CommandMeta,
): readonly Decided[] {
  const decided: Decided[] = [];
  let state = run;
  for (const input of inputs) {
    const result = step(state, input, meta);
    decided.push(result);
    if (!isRejection(result)) state = result.run;
  }
  return decided;
}

/** What is told to the sender: refused only where nothing was accepted. */
export function outcomeOf(decided: readonly Decided[], run: string): Outcome {
  const last = decided.every(isRejection) ? decided.at(-1) : undefined;
  if (!last) return { accepted: true, ref: run };
  const { code, message, details } = last;
  return { accepted: false, code, message, ...(details ? { details } : {}) };
}

function malformed(code: string, message: string): CommandRead {
  return { form: 'malformed', refusal: { code, message } };
}
