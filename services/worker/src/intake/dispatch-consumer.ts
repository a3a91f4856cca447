import type { AnyCommand } from '@millrace/dag';
import type { CatalogueFeed, StoredRecord, TaskControl, TaskDispatch } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';
import { failpoint } from '@millrace/telemetry';
import type { StopReason, TaskType } from '@millrace/tasks';
import { attemptKey, nameOf } from '../execution/attempt-key.js';
import type { Journal } from '../execution/journal.js';
import { planOf } from '../execution/task-plan.js';
import type { TaskPlan } from '../execution/task-plan.js';
import type { TaskRunner } from '../execution/task-runner.js';
import { attemptOf, givenBack } from '../execution/task-runner.js';
import type { Reporter, ReportPublisher } from '../reporting/report-publisher.js';
import type { GivenBack, SeenAttempt } from './attempt-memory.js';
import { AttemptMemory } from './attempt-memory.js';
import type { HoldReason } from './holds.js';
import { Holds } from './holds.js';
import type { SlotClass } from './slots.js';
import { Slots } from './slots.js';

interface Waiting {
  readonly dispatch: TaskDispatch;
  readonly plan: TaskPlan;
  readonly seen: SeenAttempt;
}

/** Why an attempt cannot be begun here. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

export interface IntakeDeps {
  readonly incarnation: string;
  readonly catalogue: CatalogueFeed;
  readonly taskType: (name: string) => TaskType | undefined;
  readonly runner: Pick<TaskRunner, 'run'>;
  readonly reports: ReportPublisher;
  readonly journal: Pick<Journal, 'write'>;
  readonly logger: Logger;
  /** Looks at the lease before anything begins; may hold this intake, or have it start nothing (L41). */
  readonly lookAtLease: () => void;
}

/** Takes dispatches addressed to this process, runs each attempt once, and answers repeats with the last report. */
export class DispatchConsumer {
  private readonly memory = new AttemptMemory();
  private readonly slots: Readonly<Record<SlotClass, Slots<Waiting>>>;
  private draining: GivenBack | undefined;
  private readonly holds = new Holds();
  private idle: (() => void)[] = [];

  constructor(
    private readonly deps: IntakeDeps,
    slots: number,
    lightSlots: number,
  ) {
    this.slots = { process: new Slots(slots), light: new Slots(lightSlots) };
  }

  get busy(): number {
    return this.slots.process.busy + this.slots.light.busy;
  }

  get lightBusy(): number {
    return this.slots.light.busy;
  }

  take(records: readonly StoredRecord<'task-dispatch'>[]): void {
    this.deps.lookAtLease();
    for (const { value } of records)
      if (value.incarnation === this.deps.incarnation) this.takeDispatch(value);
    this.pump('light');
    this.pump('process');
  }

  /** Ends an attempt. A kill for one that was never seen is remembered, so that a late dispatch does not start it (L38). */
  control(records: readonly StoredRecord<'task-control'>[]): void {
    for (const { value } of records) if (value.incarnation === this.deps.incarnation) this.kill(value);
  }

  /** From now on nothing starts: what comes is given back, what waits stays where it is until `drain`. */
  startNothing(why: GivenBack = 'drain'): void {
    this.draining = why;
  }

  /** While `held`, what comes is taken and waits, as far as the reason goes; what runs goes on. */
  hold(reason: HoldReason, held: boolean): void {
    if (!this.holds.set(reason, held)) return;
    this.pump('light');
    this.pump('process');
  }

  /** Starts nothing more; what runs may end within `graceMs`, then it is ended. Resolves when nothing runs. */
  async drain(graceMs: number): Promise<void> {
    const why = (this.draining ??= 'drain');
    for (const slots of Object.values(this.slots))
      for (const waiting of slots.clear()) this.giveBack(waiting, why);
    if (this.busy === 0) return;
    const over = new Promise<void>((resolve) => this.idle.push(resolve));
    const timer = setTimeout(() => this.stopAll(), graceMs);
    await over;
    clearTimeout(timer);
  }

  /** Ends everything that runs now. */
  stopAll(): void {
    for (const seen of this.memory.all()) seen.stop?.(this.draining ?? 'drain');
  }

  private takeDispatch(dispatch: TaskDispatch): void {
    const { partition } = dispatch;
    const key = attemptKey(nameOf(dispatch));
    this.memory.raiseFloor(partition, dispatch.floor);
    const known = this.memory.find(partition, key);
    if (known) return this.deps.reports.repeat(known.reporter);
    if (this.memory.isStale(dispatch)) return;
    const plan = this.planFor(dispatch);
    const refused = 'code' in plan;
    const journalled = !refused && (plan.type.spawns || plan.definition.delivery === 'at-most-once');
    const reporter: Reporter = { key, run: dispatch.run.id, partition, journalled, last: [] };
    const seen: SeenAttempt = { reporter, dispatch, state: 'waiting', stop: undefined };
    this.memory.add(partition, key, dispatch.offset, seen);
    if (refused) return this.refuse(seen, dispatch, plan);
    if (this.draining) return this.giveBack({ dispatch, seen, plan }, this.draining);
    this.report(seen, { type: 'ReportAttemptAccepted', data: attemptOf(dispatch) });
    this.slots[plan.type.light ? 'light' : 'process'].push({ dispatch, seen, plan });
  }

  private planFor({ definition: hash, task }: TaskDispatch): TaskPlan | Refusal {
    const graph = this.deps.catalogue.catalogue.graph(hash);
    const definition = graph?.definition.tasks[task];
    const type = definition && this.deps.taskType(definition.type);
    if (!graph || !type) {
      const message = `This worker does not have definition ${hash} or the type of task '${task}'.`;
      return { code: 'DEFINITION_MISSING', message, retryable: true };
    }
    try {
      return planOf(graph, definition, task, type);
    } catch (error) {
      // It was valid when it was published: another release read its expressions otherwise.
      return { code: 'EXPRESSION_ERROR', message: String(error), retryable: false };
    }
  }

  private pump(slot: SlotClass): void {
    if (this.draining !== undefined) return;
    const slots = this.slots[slot];
    const limit = this.holds.limit(slot);
    for (let next = slots.take(limit); next; next = slots.take(limit)) {
      if (next.seen.state === 'ended') slots.release();
      else void this.start(next, slot);
    }
  }

  private async start({ dispatch, plan, seen }: Waiting, slot: SlotClass): Promise<void> {
    const { reporter } = seen;
    if (reporter.journalled) {
      const { incarnation } = this.deps;
      const durable = plan.definition.delivery === 'at-most-once';
      this.deps.journal.write({ entry: 'taken', key: reporter.key, incarnation }, durable);
      failpoint('worker.taken');
    }
    seen.state = 'running';
    const stop = new AbortController();
    seen.stop = (reason) => stop.abort(reason satisfies StopReason);
    this.report(seen, { type: 'ReportAttemptRunning', data: attemptOf(dispatch) });
    const end = await this.deps.runner.run(dispatch, plan, stop);
    failpoint('worker.ended');
    this.end(seen, end);
    this.free(slot);
  }

  private free(slot: SlotClass): void {
    this.slots[slot].release();
    this.deps.lookAtLease();
    this.pump(slot);
    if (this.busy === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  private kill({ partition, offset, run, task, attempt, incarnation }: TaskControl): void {
    const key = attemptKey({ run, task, attempt });
    const seen = this.memory.find(partition, key);
    if (seen?.state === 'running') return seen.stop?.('kill');
    if (seen?.state === 'ended') return this.deps.reports.repeat(seen.reporter);
    const reporter = seen?.reporter ?? { key, run, partition, journalled: false, last: [] };
    const killed: SeenAttempt = seen ?? { reporter, dispatch: undefined, state: 'waiting', stop: undefined };
    if (!seen) this.memory.add(partition, key, offset, killed);
    this.end(killed, { type: 'ReportAttemptKilled', data: { task, attempt, incarnation } });
  }

  /** A dispatch that did not start goes back to the master: nothing of it ran. */
  private giveBack({ dispatch, seen }: Waiting, why: GivenBack): void {
    if (seen.state !== 'ended') this.end(seen, givenBack(dispatch, why));
  }

  private refuse(seen: SeenAttempt, dispatch: TaskDispatch, refusal: Refusal): void {
    this.deps.logger.error({ run: dispatch.run.id, task: dispatch.task }, refusal.message);
    const data = { ...attemptOf(dispatch), ...refusal };
    this.end(seen, { type: 'ReportAttemptFailed', data });
  }

  private end(seen: SeenAttempt, command: AnyCommand): void {
    seen.state = 'ended';
    seen.stop = undefined;
    this.report(seen, command);
  }

  private report(seen: SeenAttempt, command: AnyCommand): void {
    this.deps.reports.report(seen.reporter, command);
  }
}
