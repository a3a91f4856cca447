import type { WorkerRef } from '@millrace/dag';
import { continueRun, fireTimer } from '@millrace/dag';
import type { Fence, ParkedCommand } from '@millrace/events';
import { LogError } from '@millrace/events';
import { failpoint } from '@millrace/telemetry';
import type { Assignment } from '../dispatch/dispatcher.js';
import { backOff, unlessAborted } from './back-off.js';
import { claimPartition } from './claim-partition.js';
import type { DecisionBatch } from './decision-batch.js';
import type { MasterContext } from './master-context.js';
import { Mailer } from './mailer.js';
import { OpenAttempts } from './open-attempts.js';
import type { LostWorker } from './partition-inputs.js';
import { PartitionInputs } from './partition-inputs.js';
import type { PartitionMemory } from './partition-memory.js';
import type { FaultCode } from './decision-fault.js';
import { DecisionFault } from './decision-fault.js';
import { PartitionTurn } from './partition-turn.js';
import type { EffectScope } from './perform-effects.js';
import { performBatch } from './perform-effects.js';
import type { Untaken } from './repeat-effects.js';
import { repeatRun, repeatUnanswered, setTimers } from './repeat-effects.js';
import { Replies } from './replies.js';
import { noteForSnapshots } from '../snapshots/note-for-snapshots.js';
import { restorePartition } from '../snapshots/restore-partition.js';
import { SnapshotWriter } from '../snapshots/snapshot-writer.js';
import { VerifiedAppend } from './verified-append.js';

/** What an owner has from its claim on; thrown away as a whole when it steps down. */
interface Tenure {
  readonly memory: PartitionMemory;
  readonly inputs: PartitionInputs;
  readonly fence: Fence;
  readonly appender: VerifiedAppend;
  readonly scope: EffectScope;
  readonly snapshots: SnapshotWriter;
  readonly mail: Mailer;
  readonly replies: Replies;
}

/**
 * Owns one partition: restores it, claims it, then in turns decides what comes in, appends the records and, when they
 * are verified, does their effects (L9–L23).
 */
export class PartitionRunner {
  private tenure: Tenure | undefined;
  private scheduled = false;
  private busy = false;
  private readonly ending = new AbortController();
  private restoring: Promise<void> = Promise.resolve();
  private readonly faults = new Map<string, FaultCode>();
  private idle: (() => void) | undefined;
  private quiet: (() => void)[] = [];
  /** Lost worker processes that the log does not have yet: a turn that fails must not forget them. */
  private unrecorded: LostWorker[] = [];

  constructor(
    readonly partition: number,
    private readonly context: MasterContext,
  ) {}

  /** Takes the partition over; resolves when it works, or is let go meanwhile. */
  start(): Promise<void> {
    return (this.restoring = this.takeOverAtLast());
  }

  /** Finishes the turn under way and lets the partition go; what another owner has already claimed is not written down. */
  async stop(claimed?: 'claimed'): Promise<void> {
    this.ending.abort();
    await this.restoring.catch(() => undefined);
    if (this.busy) await new Promise<void>((resolve) => (this.idle = resolve));
    if (!claimed) await this.tenure?.snapshots.write();
    this.stepDown();
  }

  /** Hands over an assignment that another partition's turn found a slot for. */
  assign(assignment: Assignment): void {
    this.tenure?.inputs.assignments.push(assignment);
    this.wake();
  }

  loseWorker(lost: LostWorker): void {
    const { incarnation, proven } = lost;
    const known = this.unrecorded.some((one) => one.incarnation === incarnation && one.proven === proven);
    if (!known) this.unrecorded.push(lost);
    this.tenure?.inputs.lostWorkers.push(lost);
    this.wake();
  }

  /** Worker processes that have unfinished attempts here. */
  namedWorkers(): readonly WorkerRef[] {
    return this.tenure?.scope.attempts.workers() ?? [];
  }

  /** The state of the partition for those who look; undefined while it is not owned. */
  get memory(): PartitionMemory | undefined {
    return this.tenure?.memory;
  }

  /** Sends dispatches that nobody has taken, and kills that nobody has confirmed, again (L42). */
  repeatUnanswered(untaken: Untaken): void {
    if (this.tenure) repeatUnanswered(this.tenure.memory.runs.all(), untaken, this.tenure.scope);
  }

  /** What writes down its state; undefined while it is not owned. */
  get snapshots(): SnapshotWriter | undefined {
    return this.tenure?.snapshots;
  }

  private get stopped(): boolean {
    return this.ending.signal.aborted;
  }

  /** `lost`: another owner may have the partition, and shall not be driven out in turn (L17). */
  private async takeOverAtLast(lost = false): Promise<void> {
    for (let again = lost; !this.stopped; again = true) {
      if (again) await this.standBack();
      try {
        if (this.stopped || (await this.takeOver())) return;
      } catch (error) {
        this.tellPassing(error);
      }
    }
  }

  private async standBack(): Promise<void> {
    await backOff(this.context.chance, this.ending.signal);
    if (!this.stopped) await unlessAborted(this.context.confirm(), this.ending.signal);
  }

  /** Throws what will not pass by itself. */
  private tellPassing(error: unknown): void {
    if (!(error instanceof LogError) || !error.retryable) throw error;
    const fields = { partition: this.partition, code: error.code, error: error.message };
    this.context.logger.warn(fields, 'the log does not answer: the partition is taken over again');
  }

  private async takeOver(): Promise<boolean> {
    const { memory, base, superseded } = await restorePartition(this.partition, this.context);
    if (this.stopped) return false;
    const writer = this.context.log.openWriter(this.partition);
    const fence = await claimPartition(memory, writer, this.context);
    writer.close();
    if (!fence || this.stopped) return false;
    const appender = new VerifiedAppend(this.context.log, memory, fence, (error) =>
      this.context.logger.error({ partition: this.partition, code: error.code }, error.message),
    );
    const inputs = new PartitionInputs(() => this.wake());
    const attempts = OpenAttempts.of(memory.runs.all());
    const scope: EffectScope = {
      memory,
      context: this.context,
      attempts,
      epoch: fence.epoch,
      onTimer: (run, task) => inputs.addInternal({ run, command: fireTimer({ task }) }),
    };
    const whenQuiet = (work: () => void): Promise<void> => this.whenQuiet(memory, work);
    const snapshots = new SnapshotWriter(memory, fence.epoch, this.context, whenQuiet, superseded, base);
    const mail = new Mailer(memory, this.context);
    const replies = new Replies(memory, this.context);
    this.tenure = { memory, inputs, fence, appender, scope, snapshots, mail, replies };
    mail.send();
    this.repeatEffects(this.tenure);
    inputs.lostWorkers.push(...this.unrecorded);
    inputs.resume(memory, this.context);
    this.wake();
    return true;
  }

  /** After a take-over everything that may be missing is done again (L22). */
  private repeatEffects({ memory, scope, inputs, replies }: Tenure): void {
    replies.repeatOpen();
    for (const { run } of memory.runs.all()) {
      repeatRun(run, scope);
      inputs.internal.push({ run: run.id, command: continueRun({}) });
    }
    for (const parked of memory.state.parked.all()) this.wakeFor(parked);
    for (const [incarnation, lost] of memory.state.lost) inputs.lostWorkers.push({ incarnation, ...lost });
  }

  private wakeFor({ key, until }: ParkedCommand): void {
    this.context.timers.set(`${this.partition}/parked ${key}`, until, () => this.wake());
  }

  /** Has a turn at the end of this turn of the event loop. */
  wake(): void {
    if (this.scheduled || this.busy || this.stopped || !this.tenure) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.turn().catch((error: unknown) => {
        this.stepDown();
        this.context.onFatal(this.partition, error);
      });
    });
  }

  private async turn(): Promise<void> {
    const { tenure } = this;
    if (!tenure || this.busy) return;
    this.busy = true;
    try {
      await this.decideAndAppend(tenure);
    } catch (error) {
      await this.recover(error);
    } finally {
      this.busy = false;
      this.idle?.();
    }
    for (const work of this.quiet.splice(0)) work();
    if (this.tenure?.inputs.waiting) this.wake();
  }

  private async recover(error: unknown): Promise<void> {
    if (!(error instanceof DecisionFault)) {
      this.tellPassing(error);
      return this.restart('lost');
    }
    this.context.logger.error({ partition: this.partition, error: error.stack }, error.message);
    this.faults.set(error.input, error.code);
    await this.restart();
  }

  private async decideAndAppend(tenure: Tenure): Promise<void> {
    const { memory, inputs, fence, appender, scope } = tenure;
    const batch = new PartitionTurn(memory, this.context, {
      faults: this.faults,
      continueLater: (run) => inputs.internal.push({ run, command: continueRun({}) }),
      timerCameEarly: (run) => setTimers(run, scope),
      wakeFor: (parked) => this.wakeFor(parked),
      acknowledge: (from, upTo) => this.context.effects.mail({ from: this.partition, to: from, upTo }),
      sendMail: () => tenure.mail.send(),
      answerAgain: (cause, offset) => tenure.replies.answerAgain(cause, offset()),
    }).run(inputs);
    if (batch.empty) return;
    const { fold } = memory;
    const open = this.context.effects.firstOpen(this.partition) ?? fold.next;
    // A repeat is answered in the name of its original, which may have been done long ago.
    const doneTo = Math.max(memory.state.doneTo, Math.min(fold.next, open));
    const head = { logId: fold.logId, fence, now: batch.now, doneTo, seq: fold.seq };
    failpoint('append.before');
    const result = await appender.send(batch.encode(head));
    failpoint('append.after');
    if (!result.verified) {
      this.context.logger.warn({ partition: this.partition, reason: result.reason }, 'stepping down');
      return this.restart('lost');
    }
    this.remember(batch, result.base, tenure);
    this.unrecorded = this.unrecorded.filter(({ incarnation }) => !memory.state.lost.has(incarnation));
    memory.state.doneTo = head.doneTo;
    performBatch(batch, result.base, scope);
    failpoint('effects.after');
    noteForSnapshots(batch, result.base, tenure.snapshots);
    inputs.handled(memory.state.positions);
  }

  private remember(batch: DecisionBatch, base: number, { memory, replies }: Tenure): void {
    batch.records.forEach((pending, index) => {
      const { input, cause, events } = pending;
      memory.state.note({ input, cause, events, now: batch.now }, base + index);
      replies.answerAfter(pending, base + index);
    });
  }

  /** Runs `work` when nothing is unverified; rejects when the partition has been restored meanwhile. */
  private whenQuiet(memory: PartitionMemory, work: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const run = (): void => {
        if (this.tenure?.memory !== memory) return reject(new Error('The partition was restored meanwhile.'));
        work();
        resolve();
      };
      if (this.busy) this.quiet.push(run);
      else run();
    });
  }

  private async restart(lost?: 'lost'): Promise<void> {
    this.stepDown();
    await this.takeOverAtLast(lost !== undefined);
  }

  private stepDown(): void {
    if (!this.tenure) return;
    this.tenure.inputs.close();
    this.tenure.appender.close();
    this.tenure.mail.close();
    this.context.timers.cancelAll(`${this.partition}/`);
    this.context.dispatcher.drop(this.partition, this.tenure.memory.runs.all());
    for (const { offer, worker } of this.tenure.inputs.assignments)
      this.context.dispatcher.giveBack(offer, worker);
    this.tenure = undefined;
  }
}
