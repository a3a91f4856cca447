import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyCommand } from '@millrace/dag';
import type { TaskInit } from '@millrace/dag/testing';
import type { LogLine, MemoryEventLog } from '@millrace/events';
import { readAll } from '@millrace/events/testing';
import { Clock } from '@millrace/nest-kit';
import type { TaskType } from '@millrace/tasks';
import { sourceSpawner } from '@millrace/tasks/testing';
import { onTestFinished } from 'vitest';
import type { SpawnEntry } from '../src/execution/journal.js';
import { Journal } from '../src/execution/journal.js';
import type { RunnerOptions } from '../src/execution/task-runner.js';
import { TaskRunner } from '../src/execution/task-runner.js';
import { LogShipping } from '../src/logs/log-shipping.js';
import { planFor } from './fake-type.js';
import { dispatchOf, memoryLog, silent } from './worker-bench.js';

/** A clock that stands still. */
export class FixedClock extends Clock {
  constructor(private readonly time = 0) {
    super();
  }

  override now(): number {
    return this.time;
  }

  override monotonic(): number {
    return this.time;
  }
}

/** A folder that is removed when the test has ended. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-worker-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface AttemptInit {
  readonly task?: TaskInit;
  readonly dispatch?: Parameters<typeof dispatchOf>[1];
  readonly stop?: AbortController;
}

interface RunnerBench {
  readonly log: MemoryEventLog;
  /** Where the folders of attempts are made. */
  readonly workFolder: string;
  /** Runs an attempt of a task `a` of the type to the report of its end. */
  readonly run: (type: TaskType, init?: AttemptInit) => Promise<AnyCommand>;
  /** The folders of attempts that are there now. */
  readonly folders: () => readonly string[];
  /** What the next process would find in the journal. */
  readonly spawned: () => readonly SpawnEntry[];
  /** The log of all attempts so far. */
  readonly lines: () => Promise<readonly LogLine[]>;
}

/** A runner with real folders, a real journal and a log in memory. */
export function runnerBench(options: Partial<RunnerOptions> = {}): RunnerBench {
  const folder = testFolder();
  const workFolder = join(folder, 'work');
  const log = memoryLog();
  const journal = new Journal(folder);
  journal.begin();
  onTestFinished(() => journal.close());
  const shipping = new LogShipping(log, new FixedClock(), silent, join(folder, 'spool'));
  const runner = new TaskRunner(
    {
      workFolder,
      now: () => 0,
      environment: process.env,
      keepFailed: false,
      processes: sourceSpawner(),
      urgent: new AbortController().signal,
      ...options,
    },
    journal,
    shipping,
  );
  return {
    log,
    workFolder,
    run: (type, { task, dispatch, stop = new AbortController() } = {}) =>
      runner.run(dispatchOf('a', dispatch), planFor(type, task), stop),
    folders: () =>
      readdirSync(workFolder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(workFolder, name)),
    spawned: () => new Journal(folder).leftovers().spawned,
    lines: async () => (await readAll(log, 'task-logs', 0)).flatMap(({ value }) => value.lines),
  };
}
