import type { AnyCommand, CommandMeta, RunState, Step } from '@millrace/dag';
import { dispatchTask, failRun, isRejection, step } from '@millrace/dag';
import type { Cause, InputPosition, Outcome, StoredRecord } from '@millrace/events';
import type { Assignment } from '../dispatch/dispatcher.js';
import { DecisionBatch } from './decision-batch.js';
import type { PendingRecord } from './decision-batch.js';
import { CommandIntake } from './command-intake.js';
import { DecisionFault, OUTCOME_OF, REASON_OF } from './decision-fault.js';
import type { FaultCode } from './decision-fault.js';
import { decideAll, outcomeOf } from './input-decider.js';
import { inputKey } from './input-key.js';
import { lostAttempts } from './lost-attempts.js';
import { MailIntake } from './mail-intake.js';
import type { MasterContext } from './master-context.js';
import type { LostWorker, PartitionInputs } from './partition-inputs.js';
import type { PartitionMemory } from './partition-memory.js';
import { releaseSlots } from './release-slots.js';
import type { TurnTools } from './turn-scope.js';

/** Records and time that one turn takes at most, so that other work of the process gets its turn. */
const MAX_RECORDS = 500;
const MAX_TURN_MS = 4;

const STANDS_STILL: Outcome = {
  accepted: false,
  code: 'DEFINITION_MISSING',
  message: 'The run stands still: its definition is missing from the catalogue.',
};

/** One turn: takes what waits, decides it, and collects the records. Nothing leaves before they are verified. */
export class PartitionTurn {
  readonly batch: DecisionBatch;
  private readonly commands: CommandIntake;
  private readonly mail: MailIntake;
  /** Worker processes that this turn declares lost: the state of the partition has them when the record is verified. */
  private readonly lostNow = new Set<string>();

  constructor(
    private readonly memory: PartitionMemory,
    private readonly context: MasterContext,
    private readonly tools: TurnTools,
  ) {
    this.batch = new DecisionBatch(Math.max(context.clock.now(), memory.state.lastNow), context.stateHashes);
    const scope = { memory, context, tools, batch: this.batch };
    this.commands = new CommandIntake(scope, (...what) => this.decideInput(...what));
    this.mail = new MailIntake(scope, this.commands);
  }

  /** Reports before commands: they free slots, and the runs that are under way come first. */
  run(inputs: PartitionInputs): DecisionBatch {
    const until = this.context.clock.monotonic() + MAX_TURN_MS;
    const more = (): boolean =>
      this.batch.records.length < MAX_RECORDS && this.context.clock.monotonic() < until;
    this.drain(inputs.lostWorkers, more, (lost) => this.decideLostWorker(lost, inputs));
    this.drain(inputs.reports, more, (report) => this.decideReport(report));
    this.drain(inputs.mail, more, (mail) => this.mail.take(mail));
    this.drain(inputs.internal, more, ({ run, command }) => this.decideInternal(run, command));
    this.drain(
      inputs.assignments,
      () => true,
      (assignment) => this.dispatch(assignment),
    );
    this.commands.retryParked();
    this.drain(inputs.commands, more, (command) => this.commands.take(command));
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
    this.decideInput(inputKey(input), input, cause, value.run, value.reports);
  }

  private decideInput(
    key: string,
    input: InputPosition | null,
    cause: Cause,
    runId: string,
    commands: readonly AnyCommand[],
  ): PendingRecord {
    const run = this.memory.runs.get(runId);
    const fault = this.tools.faults.get(key);
    if (fault) {
      const pending = this.batch.add({ input, cause, outcome: OUTCOME_OF[fault], run });
      const failure = run && this.decideFailure(run, fault);
      if (failure) this.take(pending, failure);
      return pending;
    }
    if (this.memory.runs.isStopped(runId))
      return this.batch.add({ input, cause, outcome: STANDS_STILL, run });
    const decided = this.guarded(key, () => decideAll(run, commands, this.metaFor(commands, cause)));
    const steps = decided.filter((one): one is Step => !isRejection(one));
    const state = steps.at(-1)?.run ?? run;
    const pending = this.batch.add({ key, input, cause, outcome: outcomeOf(decided, runId), run: state });
    for (const one of steps) this.take(pending, one);
    return pending;
  }

  /** The run cannot go on as it should: it fails, unless it ends already or that cannot be decided either (L45). */
  private decideFailure(run: RunState, fault: FaultCode): Step | undefined {
    const command = failRun({ because: REASON_OF[fault] });
    const key = `${command.type} of run ${run.id}`;
    if (this.tools.faults.has(key)) return undefined;
    const decided = this.guarded(key, () => step(run, command, { now: this.batch.now }));
    return isRejection(decided) ? undefined : decided;
  }

  private decideInternal(runId: string, command: AnyCommand): void {
    const run = this.memory.runs.get(runId);
    const key = `${command.type} of run ${runId}`;
    const fault = this.tools.faults.get(key);
    if (fault) return run && this.failByItself(run, fault);
    const decided = this.guarded(key, () => step(run, command, { now: this.batch.now }));
    if (isRejection(decided))
      return run && decided.code === 'NOT_DUE' ? this.tools.timerCameEarly(run) : undefined;
    if (decided.events.length === 0) return;
    const record = { key, input: null, cause: { type: command.type }, outcome: null, run: decided.run };
    this.take(this.batch.add(record), decided);
  }

  private failByItself(run: RunState, fault: FaultCode): void {
    const failure = this.decideFailure(run, fault);
    if (failure)
      this.take(this.batch.add({ input: null, cause: { type: 'FailRun' }, outcome: null, run }), failure);
  }

  /** The event frees what is addressed to the process; its attempts then are lost one by one (L35). */
  private decideLostWorker(lost: LostWorker, inputs: PartitionInputs): void {
    const { worker, incarnation, proven } = lost;
    this.context.dispatcher.forgetWorker(incarnation);
    this.lostNow.add(incarnation);
    if (!this.memory.state.lost.has(incarnation)) {
      const pending = this.batch.add({
        input: null,
        cause: { type: 'LoseWorker' },
        outcome: null,
        run: undefined,
      });
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

  private dispatch(assignment: Assignment): void {
    try {
      this.takeAssignment(assignment);
    } catch (error) {
      this.context.dispatcher.giveBack(assignment.offer, assignment.worker);
      throw error;
    }
  }

  private takeAssignment({ offer, worker }: Assignment): void {
    const { run, task, attempt } = offer;
    const node = run.graph.tasks[task];
    if (!node) return;
    const command = dispatchTask({ task: node.name, attempt, ...worker.ref });
    const decided = this.decideDispatch(run, command, worker.ref.incarnation);
    const sent = decided?.events.some((event) => event.type === 'TaskDispatched') === true;
    if (!sent) this.context.dispatcher.giveBack(offer, worker);
    if (decided) this.take(this.batch.joinable(run, { type: command.type }), decided);
    else if (this.isLost(worker.ref.incarnation)) {
      this.context.dispatcher.forgetWorker(worker.ref.incarnation);
      this.context.dispatcher.offer(this.memory.partition, run, task);
    }
  }

  /** Undefined where the run or the worker is no longer what the assignment took it for. */
  private decideDispatch(run: RunState, command: AnyCommand, incarnation: string): Step | undefined {
    const key = `${command.type} of run ${run.id}`;
    if (this.memory.runs.get(run.id) !== run) return undefined;
    const fault = this.tools.faults.get(key);
    if (fault) return void this.failByItself(run, fault);
    if (this.isLost(incarnation)) return undefined;
    const decided = this.guarded(key, () => step(run, command, { now: this.batch.now }));
    return isRejection(decided) ? undefined : decided;
  }

  private isLost(incarnation: string): boolean {
    return this.lostNow.has(incarnation) || this.memory.state.lost.has(incarnation);
  }

  private forgetOldCommands(): void {
    const hour = this.memory.state.expiredHour(this.batch.now);
    if (hour === undefined) return;
    const pending = this.batch.add({
      input: null,
      cause: { type: 'DropDedupHour' },
      outcome: null,
      run: undefined,
    });
    pending.events.push({ type: 'DedupHourDropped', v: 1, a: -1, data: { hour } });
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

  private metaFor(commands: readonly AnyCommand[], { traceparent }: Cause): CommandMeta {
    const { now } = this.batch;
    const [first] = commands;
    if (first?.type !== 'StartRun') return { now };
    const trace = traceparent === undefined ? {} : { traceparent };
    const { project, workflow, version } = first.data as {
      project: string;
      workflow: string;
      version?: number;
    };
    const entry = this.context.catalogue.version(project, workflow, version);
    const graph = entry && this.context.catalogue.graph(entry.definition);
    return graph ? { now, ...trace, definition: { graph, version: entry.version } } : { now };
  }

  private guarded<T>(input: string, decide: () => T): T {
    try {
      return decide();
    } catch (error) {
      throw new DecisionFault(input, 'INTERNAL', error);
    }
  }
}
