import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StopReason, TaskContext } from '../src/index.js';
import { sourceSpawner } from './source-spawner.js';

export interface TestContextOptions extends Partial<TaskContext> {
  /** Makes a work folder with `MILLRACE_OUTPUT` in it; default true. */
  readonly spawns?: boolean;
}

/** A context for one attempt in a test, with what the attempt did to it. */
export interface TestContext {
  readonly context: TaskContext;
  /** Everything logged so far, of one stream or of both. */
  readonly logged: (stream?: 'stdout' | 'stderr') => string;
  /** Resolves when the text has been logged: the way to wait for an attempt without a clock. */
  readonly untilLogged: (text: string) => Promise<void>;
  /** Pids of the process groups that the attempt has announced. */
  readonly groups: readonly number[];
  readonly abort: (reason?: StopReason) => void;
  /** There is no time for the grace any more. */
  readonly hurry: () => void;
  /** Removes the work folder. */
  readonly remove: () => void;
}

interface Waiter {
  readonly text: string;
  readonly resolve: () => void;
}

/** Collects what is logged and wakes those who wait for it. */
function makeLogbook() {
  const entries: { readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }[] = [];
  let waiters: readonly Waiter[] = [];
  const logged: TestContext['logged'] = (stream) =>
    Buffer.concat(
      entries.filter((entry) => stream === undefined || entry.stream === stream).map(({ bytes }) => bytes),
    ).toString('utf8');
  const wake = (): void => {
    const text = logged();
    for (const waiter of waiters) if (text.includes(waiter.text)) waiter.resolve();
    waiters = waiters.filter((waiter) => !text.includes(waiter.text));
  };
  return {
    logged,
    add: (stream: 'stdout' | 'stderr', bytes: Uint8Array): undefined => {
      entries.push({ stream, bytes });
      if (waiters.length > 0) wake();
    },
    untilLogged: (text: string): Promise<void> =>
      new Promise((resolve) => {
        waiters = [...waiters, { text, resolve }];
        wake();
      }),
  };
}

export function makeContext(options: TestContextOptions = {}): TestContext {
  const { spawns = true, ...given } = options;
  const workDir = spawns ? mkdtempSync(join(tmpdir(), 'millrace-attempt-')) : '';
  const controller = new AbortController();
  const urgency = new AbortController();
  const logbook = makeLogbook();
  const groups: number[] = [];
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', MILLRACE_OUTPUT: join(workDir, 'outputs') };
  const context: TaskContext = {
    settings: {},
    workDir,
    idempotencyKey: 'run-1/task/1',
    signal: controller.signal,
    killGraceMs: 5_000,
    urgent: urgency.signal,
    log: logbook.add,
    processes: sourceSpawner(),
    ...given,
    env: { ...(spawns ? env : {}), ...given.env },
    onSpawn: (spawned) => {
      groups.push(spawned.pid);
      given.onSpawn?.(spawned);
    },
  };
  return {
    context,
    logged: logbook.logged,
    untilLogged: logbook.untilLogged,
    groups,
    abort: (reason = 'kill') => controller.abort(reason),
    hurry: () => urgency.abort(),
    remove: () => {
      if (workDir !== '') rmSync(workDir, { recursive: true, force: true });
    },
  };
}
