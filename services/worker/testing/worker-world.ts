import { join } from 'node:path';
import type { AnyCommand } from '@millrace/dag';
import type { TasksInit } from '@millrace/dag/testing';
import type { MemoryEventLog, TaskControl, TaskDispatch, WorkerHeartbeat } from '@millrace/events';
import { CatalogueFeed, laneOf } from '@millrace/events';
import type { Clock } from '@millrace/nest-kit';
import { Spawner } from '@millrace/tasks/processes';
import { SOURCE } from '@millrace/tasks/testing';
import { onTestFinished } from 'vitest';
import type { JournalEntry } from '../src/execution/journal.js';
import { Journal } from '../src/execution/journal.js';
import type { WorkerOptions } from '../src/worker-options.js';
import { WorkerService } from '../src/worker.service.js';
import { FixedClock, testFolder } from './runner-bench.js';
import { definitionOf, memoryLog, saying, silent } from './worker-bench.js';

/** The lane of the worker of `dispatchOf`. */
export const LANE = laneOf('w1');

/** What came so far, and a way to wait for more of it without a clock. */
class Heard<T> {
  readonly all: T[] = [];
  private waiting: { readonly wanted: (all: readonly T[]) => boolean; readonly resolve: () => void }[] = [];

  add(...values: readonly T[]): void {
    this.all.push(...values);
    this.waiting = this.waiting.filter(({ wanted, resolve }) => {
      if (!wanted(this.all)) return true;
      resolve();
      return false;
    });
  }

  /** Resolves when one of them is it. */
  until(wanted: (value: T) => boolean): Promise<void> {
    if (this.all.some(wanted)) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ wanted: (all) => all.some(wanted), resolve }));
  }
}

interface WorldInit {
  readonly tasks?: TasksInit;
  readonly acknowledges?: boolean;
}

/** A worker's surroundings: a log in memory, masters that take reports and dispatch, and a data folder. */
export class WorkerWorld {
  readonly log: MemoryEventLog = memoryLog();
  readonly folder = testFolder();
  readonly heartbeats = new Heard<WorkerHeartbeat>();
  /** What was reported, such as `a/1 Succeeded`, oldest first. */
  readonly said = new Heard<string>();
  readonly reports: AnyCommand[] = [];
  /** False: reports are delivered, and nobody says that they are handled, until `acknowledge`. */
  acknowledges: boolean;
  /** Lines of all logs. */
  readonly lines = new Heard<string>();
  private readonly commits: (() => void)[] = [];

  private constructor({ acknowledges = true }: WorldInit) {
    this.acknowledges = acknowledges;
    this.log.follow('heartbeats', 0, 0, (records) =>
      this.heartbeats.add(...records.map(({ value }) => value)),
    );
    this.log.follow('task-logs', 0, 0, (records) =>
      this.lines.add(...records.flatMap(({ value }) => value.lines.map(([, , text]) => text))),
    );
    for (let partition = 0; partition < this.log.partitions.P; partition += 1) this.takeReports(partition);
  }

  static async make(init: WorldInit = {}): Promise<WorkerWorld> {
    const world = new WorkerWorld(init);
    const definition = definitionOf({ a: {}, b: {}, ...init.tasks });
    const value = { kind: 'definition', hash: 'hash', definition, source: '' } as const;
    await world.log.append('catalog', [{ partition: 0, key: 'definition/hash', value }]);
    return world;
  }

  get workFolder(): string {
    return join(this.folder, 'work');
  }

  /** A worker process: stopped when the test ends, whatever it ran. */
  worker(
    options: Partial<WorkerOptions> = {},
    catalogue = new CatalogueFeed(this.log),
    clock: Clock = new FixedClock(1000),
  ): WorkerService {
    const worker = new WorkerService(
      this.log,
      clock,
      silent,
      {
        name: 'w1',
        groups: ['default'],
        slots: 2,
        lightSlots: 2,
        folder: this.folder,
        drainGraceMs: 0,
        keepFailed: false,
        openProcesses: (folder) => new Spawner(folder, SOURCE),
        ...options,
      },
      catalogue,
    );
    onTestFinished(async () => {
      this.acknowledge();
      worker.hurry();
      await worker.stop();
    });
    return worker;
  }

  /** Says that all reports are handled, those to come too. */
  acknowledge(): void {
    this.acknowledges = true;
    for (const commit of this.commits.splice(0)) commit();
  }

  async dispatch(...dispatches: readonly TaskDispatch[]): Promise<void> {
    await this.log.append(
      'task-dispatch',
      dispatches.map((value) => ({ partition: LANE, key: String(LANE), value })),
    );
  }

  async control(value: TaskControl): Promise<void> {
    await this.log.append('task-control', [{ partition: 0, key: value.group, value }]);
  }

  /** Writes what an earlier process of the worker left behind when it died. */
  leaveBehind(...entries: readonly JournalEntry[]): void {
    const journal = new Journal(this.folder);
    journal.begin();
    for (const entry of entries) journal.write(entry);
    journal.close();
  }

  private takeReports(partition: number): void {
    const subscription = this.log.follow('task-status', partition, 0, (records) => {
      const reports = records.flatMap(({ value }) => value.reports);
      this.reports.push(...reports);
      this.said.add(...reports.map(saying));
      const next = (records.at(-1)?.offset ?? -1) + 1;
      if (this.acknowledges) subscription.commit(next);
      else this.commits.push(() => subscription.commit(next));
    });
  }
}
