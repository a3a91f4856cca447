import type { Cause, CommandMessage, InputPosition, Outcome, StoredRecord } from '@millrace/events';
import { partitionOfRun } from '@millrace/events';
import type { PendingRecord } from './decision-batch.js';
import type { ReadCommand, Refusal } from './input-decider.js';
import { checkCommand, readCommand } from './input-decider.js';
import { inputKey } from './input-key.js';
import { definitionIsHere, park, unpark } from './parking.js';
import type { DecideInput, TurnScope } from './turn-scope.js';

/** The answer to a command that was parked until its time was up. */
const NOT_COME: Refusal = {
  code: 'UNKNOWN_VERSION',
  message: 'The catalogue has not got the version or definition that the command names, for a minute.',
};

/** Cause of a record whose input was no command. */
export const UNREADABLE = 'unreadable';

/** Takes the commands of a turn: reads them, passes on what lives elsewhere, answers repeats, and has the rest decided. */
export class CommandIntake {
  /** Commands of this batch by source and id: a repeat in the same turn waits for the first. */
  private readonly decided = new Map<string, { readonly record: PendingRecord; readonly body: string }>();
  /** Receivers of the commands that this batch passes on. */
  private readonly forwarded: number[] = [];

  constructor(
    private readonly scope: TurnScope,
    private readonly decideInput: DecideInput,
  ) {}

  take(
    record: StoredRecord<'commands'>,
    input: InputPosition = { topic: 'commands', offset: record.offset },
  ): PendingRecord {
    const read = readCommand(record, this.scope.context.hash, this.scope.context.log.partitions.P);
    if (read.form === 'malformed') return this.bury(record, input, read.refusal);
    const { command } = read;
    const home = partitionOfRun(command.message.subject);
    const elsewhere =
      home !== undefined &&
      home !== this.scope.memory.partition &&
      home < this.scope.context.log.partitions.P;
    if (elsewhere && input.topic === 'commands') return this.forward(input, home, record.value);
    return this.answer(command, { key: inputKey(input), input }, () => park(this.scope, record, input));
  }

  /** Decides the parked commands whose definition has come, and rejects those that have waited too long (L51). */
  retryParked(): void {
    const { memory, batch, context } = this.scope;
    for (const parked of memory.state.parked.all()) {
      const read = readCommand({ value: parked.command }, context.hash, context.log.partitions.P);
      if (read.form === 'malformed') continue;
      const { command } = read;
      const pending = this.answer(command, { key: `parked ${parked.key}`, input: null }, () =>
        batch.now < parked.until ? undefined : this.refuse(null, causeOf(command), NOT_COME),
      );
      if (pending) unpark(pending, parked);
    }
  }

  /** `missing` says what becomes of a command whose definition is not in the catalogue. */
  private answer<T>(
    command: ReadCommand,
    { key, input }: { readonly key: string; readonly input: InputPosition | null },
    missing: () => T,
  ): PendingRecord | T {
    const { message, body } = command;
    const cause = causeOf(command);
    const repeat = this.repeat(command, input, cause);
    if (repeat) return repeat;
    const { memory, batch, context } = this.scope;
    const checked = checkCommand(command, memory.partition, batch.now);
    const refused = 'code' in checked;
    if (!refused && !definitionIsHere(checked, context.catalogue)) return missing();
    const record = refused
      ? this.refuse(input, cause, checked)
      : this.decideInput(key, input, cause, message.subject, [checked]);
    this.decided.set(nameOf(message), { record, body });
    return record;
  }

  private refuse(input: InputPosition | null, cause: Cause, refusal: Refusal): PendingRecord {
    return this.scope.batch.add({ input, cause, outcome: { accepted: false, ...refusal }, run: undefined });
  }

  /** The same (source, id) again: answered with the first outcome; with another body it is refused. */
  private repeat(
    { message, body }: ReadCommand,
    input: InputPosition | null,
    cause: Cause,
  ): PendingRecord | undefined {
    const here = this.decided.get(nameOf(message));
    const known = this.scope.memory.state.known(message.source, message.id, body);
    if (!here && !known) return undefined;
    const same = here ? here.body === body : known?.same === true;
    const refusal: Refusal = same
      ? { code: 'DUPLICATE', message: 'The command was decided before.' }
      : { code: 'IDEMPOTENCY_CONFLICT', message: 'The same id was used before with another body.' };
    const repeat = this.scope.batch.add({
      input,
      cause: { type: cause.type },
      outcome: { accepted: false, ...refusal },
      run: undefined,
    });
    let offset = known?.offset ?? -1;
    here?.record.after.push((at) => (offset = at));
    repeat.after.push((at) => this.scope.tools.answerAgain(cause, () => (same ? offset : at)));
    return repeat;
  }

  /** A command of another partition's run is passed on to its owner, who decides and replies (L48). */
  private forward(input: InputPosition, to: number, command: string): PendingRecord {
    const mseq = this.scope.memory.state.mail.nextFor(
      to,
      this.forwarded.filter((other) => other === to).length,
    );
    this.forwarded.push(to);
    const outcome: Outcome = {
      accepted: false,
      code: 'FORWARDED',
      message: `Passed on to partition ${to}, where its run lives.`,
    };
    const pending = this.scope.batch.add({ input, cause: { type: 'Forward' }, outcome, run: undefined });
    pending.events.push({ type: 'Forwarded', v: 1, a: -1, data: { to, mseq, command } });
    pending.after.push(() => this.scope.tools.sendMail());
    return pending;
  }

  private bury(record: StoredRecord<'commands'>, input: InputPosition, refusal: Refusal): PendingRecord {
    const { effects, clock } = this.scope.context;
    const pending = this.scope.batch.add({
      input,
      cause: { type: UNREADABLE },
      outcome: { accepted: false, ...refusal },
      run: undefined,
    });
    const { partition } = this.scope.memory;
    const letter = {
      topic: 'commands',
      partition,
      offset: record.offset,
      key: record.key,
      value: record.value,
      at: clock.now(),
    };
    const { code, message } = refusal;
    pending.after.push((offset) => effects.deadLetter({ ...letter, code, message }, { partition, offset }));
    return pending;
  }
}

function causeOf({ message, body }: ReadCommand): Cause {
  return {
    type: message.type,
    source: message.source,
    id: message.id,
    body,
    ...(message.correlationid === undefined ? {} : { correlation: message.correlationid }),
    ...(message.traceparent === undefined ? {} : { traceparent: message.traceparent }),
  };
}

/** One text for a pair that no other pair gives. */
function nameOf({ source, id }: Pick<CommandMessage, 'id' | 'source'>): string {
  return JSON.stringify([source, id]);
}
