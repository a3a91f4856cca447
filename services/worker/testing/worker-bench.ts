import type { AnyCommand, WorkflowDefinition } from '@millrace/dag';
import type { TasksInit } from '@millrace/dag/testing';
import { workflow } from '@millrace/dag/testing';
import type { RunOfDispatch, StoredRecord, TaskControl, TaskDispatch, TaskReport } from '@millrace/events';
import { CatalogueFeed, MemoryEventLog } from '@millrace/events';
import { taskType } from '@millrace/tasks';
import { PinoLogger } from '@millrace/telemetry';
import { attemptOf } from '../src/execution/task-runner.js';
import type { JournalEntry } from '../src/execution/journal.js';
import type { IntakeDeps } from '../src/intake/dispatch-consumer.js';
import { DispatchConsumer } from '../src/intake/dispatch-consumer.js';
import { ReportPublisher } from '../src/reporting/report-publisher.js';

export const INCARNATION = 'this-process';

export const silent = PinoLogger.create({ service: 'test', level: 'silent' });

export const memoryLog = (): MemoryEventLog =>
  new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => 0 });

const RUN: RunOfDispatch = {
  id: 'run-1',
  round: 1,
  project: 'tests',
  workflow: 'sample',
  logicalDate: [Date.UTC(2026, 0, 2, 3, 4, 5), 'UTC'],
  startedAt: Date.UTC(2026, 0, 2, 3, 4, 6),
  trigger: 'manual',
  labels: {},
};

type DispatchInit = Partial<Omit<TaskDispatch, 'run'>> & { readonly run?: Partial<RunOfDispatch> };

/** A dispatch of the first attempt of `task`, as the record at `offset` 10 made it. */
export function dispatchOf(task: string, { run, ...init }: DispatchInit = {}): TaskDispatch {
  return {
    group: 'default',
    worker: 'w1',
    incarnation: INCARNATION,
    partition: 1,
    offset: 10,
    epoch: 1,
    floor: 0,
    task,
    attempt: 1,
    definition: 'hash',
    inputs: { params: {}, tasks: {} },
    priority: [2, 2],
    ...init,
    run: { ...RUN, ...run },
  };
}

export function killOf({
  task,
  attempt,
  run,
  group,
  worker,
  incarnation,
  partition,
  offset,
}: TaskDispatch): TaskControl {
  return {
    group,
    worker,
    incarnation,
    partition,
    offset,
    run: run.id,
    task,
    attempt,
    action: 'kill',
    cause: 'kill',
  };
}

export function stored<N extends 'task-dispatch' | 'task-control', V extends StoredRecord<N>['value']>(
  values: readonly V[],
): readonly { readonly offset: number; readonly time: number; readonly key: null; readonly value: V }[] {
  return values.map((value, offset) => ({ offset, time: 0, key: null, value }));
}

export function definitionOf(tasks: TasksInit): WorkflowDefinition {
  return workflow(tasks);
}

/** Follows the reports of all partitions as a master does: what is handled is acknowledged. */
export function handleReports(log: MemoryEventLog): TaskReport[] {
  const handled: TaskReport[] = [];
  for (let partition = 0; partition < log.partitions.P; partition += 1) {
    const subscription = log.follow('task-status', partition, 0, (records) => {
      for (const { value } of records) handled.push(value);
      const last = records.at(-1);
      if (last) subscription.commit(last.offset + 1);
    });
  }
  return handled;
}

/** `task/attempt what`, such as `a/1 Accepted`. */
export function saying({ type, data }: AnyCommand): string {
  const { task, attempt } = data as { readonly task: string; readonly attempt: number };
  return `${task}/${attempt} ${type.replace('ReportAttempt', '')}`;
}

/** Runs attempts until it is told that they end. */
class HeldRunner {
  readonly started: string[] = [];
  running = 0;
  most = 0;
  private readonly ends = new Map<string, () => void>();

  readonly run: IntakeDeps['runner']['run'] = async (dispatch, _plan, stop) => {
    this.started.push(dispatch.task);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await new Promise<void>((resolve) => {
      this.ends.set(dispatch.task, resolve);
      stop.signal.addEventListener('abort', () => resolve());
    });
    this.running -= 1;
    const type = stop.signal.aborted
      ? `ReportAttempt${stop.signal.reason === 'kill' ? 'Killed' : 'Lost'}`
      : 'ReportAttemptSucceeded';
    return { type, data: attemptOf(dispatch) };
  };

  end(task: string): void {
    this.ends.get(task)?.();
  }
}

interface Bench {
  /** Called as the intake looks at the lease. */
  readonly lease: { look: () => void };
  readonly intake: DispatchConsumer;
  readonly runner: HeldRunner;
  readonly reports: ReportPublisher;
  readonly journal: readonly JournalEntry[];
  readonly take: (...dispatches: readonly TaskDispatch[]) => void;
  readonly kill: (dispatch: TaskDispatch) => void;
  /** All that was said so far, oldest first. */
  readonly said: () => Promise<readonly string[]>;
}

/** An intake with a log in memory and a runner that waits to be told. */
export function workerBench(tasks: TasksInit, slots = 2, lightSlots = 2): Bench {
  const log = memoryLog();
  const handled = handleReports(log);
  const journal: JournalEntry[] = [];
  const keeper = { write: (entry: JournalEntry) => void journal.push(entry) };
  const catalogue = new CatalogueFeed(log);
  catalogue.catalogue.apply({
    kind: 'definition',
    hash: 'hash',
    definition: definitionOf(tasks),
    source: '',
  });
  const reports = new ReportPublisher(log, 'w1', keeper, silent);
  const runner = new HeldRunner();
  const lease = { look: (): void => undefined };
  const deps = {
    incarnation: INCARNATION,
    catalogue,
    taskType,
    runner,
    reports,
    journal: keeper,
    logger: silent,
    lookAtLease: () => lease.look(),
  };
  const intake = new DispatchConsumer(deps, slots, lightSlots);
  return {
    lease,
    intake,
    runner,
    reports,
    journal,
    take: (...dispatches) => intake.take(stored<'task-dispatch', TaskDispatch>(dispatches)),
    kill: (dispatch) => intake.control(stored<'task-control', TaskControl>([killOf(dispatch)])),
    said: async () => {
      // What has just ended reports in a later microtask of this turn; the outbox sends after the turn.
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      await reports.drained();
      return handled.flatMap((report) => report.reports.map(saying));
    },
  };
}
