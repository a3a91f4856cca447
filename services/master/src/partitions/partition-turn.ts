import type { AnyCommand, CommandMeta, RunState, Step } from '@millrace/dag';
import { dispatchTask, isRejection, step } from '@millrace/dag';
import type { Cause, InputPosition, Outcome, StoredRecord } from '@millrace/events';
import { partitionOfRun } from '@millrace/events';
import type { Assignment } from '../dispatch/dispatcher.js';
import { DecisionBatch } from './decision-batch.js';
import type { PendingRecord } from './decision-batch.js';
import type { ReadCommand, Refusal } from './input-decider.js';
import { decideAll, readCommand, refuseCommand } from './input-decider.js';
import { lostAttempts } from './lost-attempts.js';
import type { MasterContext } from './master-context.js';
import type { LostWorker, PartitionInputs } from './partition-inputs.js';
import type { PartitionMemory } from './partition-memory.js';
import { releaseSlots } from './release-slots.js';

/** Records and time that one turn takes at most, so that other work of the process gets its turn. */
const MAX_RECORDS = 500;
const MAX_TURN_MS = 4;

/** Cause of a record whose input was no command. */
export const UNREADABLE = 'unreadable';

/** An input whose decision threw: it is recorded as rejected INTERNAL when it comes again (L45). */
export class DecisionFault extends Error {
  constructor(
    readonly input: string,
    override readonly cause: unknown,
  ) {
    super(`The decision on ${input} failed: ${String(cause)}`);
  }
}

/** What a turn needs beside memory and inputs. */
export interface TurnTools {
  readonly hash: (text: string) => string;
  /** Inputs whose decision threw before, by `topic:offset`. */
  readonly poison: ReadonlySet<string>;
  /** More follows by itself than one record takes (L44). */
  readonly continueLater: (run: string) => void;
  /** Tells the sender of mail that all up to here is recorded (L47). */
  readonly acknowledge: (from: number, upTo: number) => void;
  /** Sends the mail that is not acknowledged. */
  readonly sendMail: () => void;
  /** Answers a repeated command with the outcome that stands at `offset`. */
  readonly answerAgain: (cause: Cause, offset: () => number) => void;
}

/** One turn: takes what waits, decides it, and collects the records. Nothing leaves before they are verified. */
export class PartitionTurn {
  readonly batch: DecisionBatch;
  /** Commands of this batch by source and id: a repeat in the same turn waits for the first. */
  private readonly decided = new Map<string, { readonly record: PendingRecord; readonly body: string }>();

  /** Mail of this batch: taken, by sender; passed on, by receiver. */
  private readonly takenMail = new Map<number, number>();
  private readonly forwarded: number[] = [];

  constructor(
    private readonly memory: PartitionMemory,
    private readonly context: MasterContext,
    private readonly tools: TurnTools,
  ) {
    this.batch = new DecisionBatch(Math.max(context.clock.now(), memory.state.lastNow));
  }

  /** Reports before commands: they free slots, and the runs that are under way come first. */
  run(inputs: PartitionInputs): DecisionBatch {
    const until = this.context.clock.monotonic() + MAX_TURN_MS;
    const more = (): boolean => this.batch.records.length < MAX_RECORDS && this.context.clock.monotonic() < until;
    this.drain(inputs.lostWorkers, more, (lost) => this.decideLostWorker(lost, inputs));
    this.drain(inputs.reports, more, (report) => this.decideReport(report));
    this.drain(inputs.mail, more, (mail) => this.takeMail(mail));
    this.drain(inputs.internal, more, ({ run, command }) => this.decideInternal(run, command));
    this.drain(inputs.assignments, () => true, (assignment) => this.dispatch(assignment));
    this.drain(inputs.commands, more, (command) => this.decideCommand(command));
    this.assignFreeSlots();
    this.forgetOldCommands();
    return this.batch;
  }

  private drain<T>(queue: T[], more: () => boolean, take: (item: T) => void): void {
    let taken = 0;
    for (const item of queue) {
      if (!more()) break;
      taken += 1;
      take(item);
    }
    queue.splice(0, taken);
  }

  private decideReport({ offset, value }: StoredRecord<'task-status'>): void {
    const input: InputPosition = { topic: 'task-status', offset };
    const first = value.reports[0];
    const cause: Cause = { type: first?.type ?? 'none' };
    this.decideInput(input, cause, value.run, value.reports);
  }

  /** The next in order from its sender is decided; older mail is acknowledged again, newer will be repeated (L46). */
  private takeMail({ offset, value }: StoredRecord<'mailbox'>): void {
    const { from, mseq, command, upTo } = value;
    const { mail } = this.memory.state;
    if (upTo !== undefined && mail.unacked.some((one) => one.to === from && one.mseq <= upTo)) {
      const pending = this.batch.add({ input: null, cause: { type: 'DropMail' }, outcome: null, run: undefined });
      pending.events.push({ type: 'MailAcked', v: 1, a: -1, data: { to: from, upTo } });
    }
    if (mseq === undefined || command === undefined) return;
    const verified = mail.lastFrom(from);
    if (mseq <= verified) return this.tools.acknowledge(from, verified);
    // A copy of mail that this very turn took waits for its record: the acknowledgement follows then (L19).
    if (mseq !== (this.takenMail.get(from) ?? verified) + 1) return;
    this.takenMail.set(from, mseq);
    const record = { offset, time: 0, key: null, value: command };
    const pending = this.decideCommand(record, { topic: 'mailbox', offset, from, mseq });
    pending.after.push(() => this.tools.acknowledge(from, mseq));
  }

  /** A command of another partition's run is passed on to its owner, who decides and replies (L48). */
  private forward(input: InputPosition, to: number, command: string): PendingRecord {
    const mseq = this.memory.state.mail.nextFor(to, this.forwarded.filter((other) => other === to).length);
    this.forwarded.push(to);
    const outcome: Outcome = { accepted: false, code: 'FORWARDED', message: `Passed on to partition ${to}, where its run lives.` };
    const pending = this.batch.add({ input, cause: { type: 'Forward' }, outcome, run: undefined });
    pending.events.push({ type: 'Forwarded', v: 1, a: -1, data: { to, mseq, command } });
    pending.after.push(() => this.tools.sendMail());
    return pending;
  }

  private decideCommand(
    record: StoredRecord<'commands'>,
    input: InputPosition = { topic: 'commands', offset: record.offset },
  ): PendingRecord {
    const read = readCommand(record, this.tools.hash);
    if (read.form === 'malformed') return this.bury(record, input, read.refusal);
    const { command } = read;
    const { message } = command;
    const cause = causeOf(command);
    const home = partitionOfRun(message.subject);
    const elsewhere = home !== undefined && home !== this.memory.partition && home < this.context.log.partitions.P;
    if (elsewhere && input.topic === 'commands') return this.forward(input, home, record.value);
    const repeat = this.repeat(command, input, cause);
    if (repeat) return repeat;
    const refusal = refuseCommand(command, this.memory.partition, this.batch.now);
    const pending = refusal
      ? this.batch.add({ input, cause, outcome: { accepted: false, ...refusal }, run: undefined })
      : this.decideInput(input, cause, message.subject, [{ type: message.type, data: message.data }]);
    this.decided.set(nameOf(message), { record: pending, body: command.body });
    return pending;
  }

  /** The same (source, id) again: answered with the first outcome; with another body it is refused. */
  private repeat({ message, body }: ReadCommand, input: InputPosition, cause: Cause): PendingRecord | undefined {
    const here = this.decided.get(nameOf(message));
    const known = this.memory.state.known(message.source, message.id);
    const first = here ?? known;
    if (!first) return undefined;
    const same = first.body === body;
    const refusal: Refusal = same
      ? { code: 'DUPLICATE', message: 'The command was decided before.' }
      : { code: 'IDEMPOTENCY_CONFLICT', message: 'The same id was used before with another body.' };
    const repeat = this.batch.add({ input, cause: { type: cause.type }, outcome: { accepted: false, ...refusal }, run: undefined });
    let offset = known?.offset ?? -1;
    here?.record.after.push((at) => (offset = at));
    repeat.after.push((at) => this.tools.answerAgain(cause, () => (same ? offset : at)));
    return repeat;
  }

  private decideInput(input: InputPosition, cause: Cause, runId: string, commands: readonly AnyCommand[]): PendingRecord {
    const key = input.from === undefined ? `${input.topic}:${input.offset}` : `mail ${input.from}:${input.mseq}`;
    const run = this.memory.runs.get(runId);
    if (this.tools.poison.has(key)) {
      const outcome: Outcome = { accepted: false, code: 'INTERNAL', message: 'The decision failed inside the master; see its log.' };
      return this.batch.add({ input, cause, outcome, run });
    }
    const decided = this.guarded(key, () => decideAll(run, commands, this.metaFor(commands)));
    const steps = decided.filter((one): one is Step => !isRejection(one));
    const last = decided.at(-1);
    const state = steps.at(-1)?.run ?? run;
    const outcome: Outcome =
      steps.length === 0 && last && isRejection(last)
        ? { accepted: false, code: last.code, message: last.message, ...(last.details ? { details: last.details } : {}) }
        : { accepted: true, ref: runId };
    const pending = this.batch.add({ input, cause, outcome, run: state });
    for (const one of steps) this.take(pending, one);
    return pending;
  }

  private decideInternal(runId: string, command: AnyCommand): void {
    const run = this.memory.runs.get(runId);
    const key = `${command.type} of run ${runId}`;
    if (this.tools.poison.has(key)) return;
    const decided = this.guarded(key, () => step(run, command, { now: this.batch.now }));
    if (isRejection(decided) || decided.events.length === 0) return;
    this.take(this.batch.add({ input: null, cause: { type: command.type }, outcome: null, run: decided.run }), decided);
  }

  /** The event frees what is addressed to the process; its attempts then are lost one by one (L35). */
  private decideLostWorker(lost: LostWorker, inputs: PartitionInputs): void {
    const { worker, incarnation, proven } = lost;
    if (!this.memory.state.lost.has(incarnation)) {
      const pending = this.batch.add({ input: null, cause: { type: 'LoseWorker' }, outcome: null, run: undefined });
      pending.events.push({ type: 'WorkerLost', v: 1, a: -1, data: { worker, incarnation, proven } });
    }
    inputs.internal.push(...lostAttempts(this.memory.runs.all(), lost));
  }

  private assignFreeSlots(): void {
    const { dispatcher } = this.context;
    for (let next = dispatcher.next(); next; next = dispatcher.next()) {
      if (next.offer.partition === this.memory.partition) this.dispatch(next);
      else this.context.assign(next);
    }
  }

  private dispatch({ offer, worker }: Assignment): void {
    const { run, task, attempt } = offer;
    const node = run.graph.tasks[task];
    if (!node) return;
    const command = dispatchTask({ task: node.name, attempt, ...worker.ref });
    const decided = this.decideDispatch(run, command, worker.ref.incarnation);
    const sent = decided?.events.some((event) => event.type === 'TaskDispatched') === true;
    if (!sent) this.context.dispatcher.release(node, worker.ref.incarnation);
    if (decided) this.take(this.batch.joinable(run, { type: command.type }), decided);
    else if (this.memory.state.lost.has(worker.ref.incarnation)) this.context.dispatcher.offer(this.memory.partition, run, task);
  }

  /** Undefined where the run or the worker is no longer what the assignment took it for. */
  private decideDispatch(run: RunState, command: AnyCommand, incarnation: string): Step | undefined {
    const key = `${command.type} of run ${run.id}`;
    if (this.memory.runs.get(run.id) !== run || this.tools.poison.has(key)) return undefined;
    if (this.memory.state.lost.has(incarnation)) return undefined;
    const decided = this.guarded(key, () => step(run, command, { now: this.batch.now }));
    return isRejection(decided) ? undefined : decided;
  }

  private forgetOldCommands(): void {
    const [hour] = this.memory.state.expiredHours(this.batch.now);
    if (hour === undefined) return;
    const pending = this.batch.add({ input: null, cause: { type: 'DropDedupHour' }, outcome: null, run: undefined });
    pending.events.push({ type: 'DedupHourDropped', v: 1, a: -1, data: { hour } });
  }

  private bury(record: StoredRecord<'commands'>, input: InputPosition, refusal: Refusal): PendingRecord {
    const { effects, clock } = this.context;
    const pending = this.batch.add({ input, cause: { type: UNREADABLE }, outcome: { accepted: false, ...refusal }, run: undefined });
    const { partition } = this.memory;
    const letter = { topic: 'commands', partition, offset: record.offset, key: record.key, value: record.value, at: clock.now() };
    pending.after.push(() => effects.deadLetter({ ...letter, code: refusal.code, message: refusal.message }));
    return pending;
  }

  /** Takes a step into a record: offers go to the dispatcher now, freed slots too; all else waits for the log. */
  private take(pending: PendingRecord, { run, events, effects, more }: Step): void {
    const { memory, context } = this;
    this.batch.put(pending, run, events, effects);
    if (!memory.runs.get(run.id)) memory.runs.add(run, -1);
    for (const effect of effects) {
      if (effect.effect === 'OfferTask') context.dispatcher.offer(memory.partition, run, effect.task);
    }
    releaseSlots(run, events, context.dispatcher);
    if (more) this.tools.continueLater(run.id);
  }

  private metaFor(commands: readonly AnyCommand[]): CommandMeta {
    const { now } = this.batch;
    const [first] = commands;
    if (first?.type !== 'StartRun') return { now };
    const { project, workflow, version } = first.data as { project: string; workflow: string; version?: number };
    const entry = this.context.catalogue.version(project, workflow, version);
    const graph = entry && this.context.catalogue.graph(entry.definition);
    return graph ? { now, definition: { graph, version: entry.version } } : { now };
  }

  private guarded<T>(input: string, decide: () => T): T {
    try {
      return decide();
    } catch (error) {
      throw new DecisionFault(input, error);
    }
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
function nameOf({ source, id }: { readonly source: string; readonly id: string }): string {
  return JSON.stringify([source, id]);
}
