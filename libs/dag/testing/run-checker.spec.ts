import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../src/run/events/index.js';
import { attemptSucceeded } from '../src/run/events/attempt-succeeded.js';
import { runStopRequested } from '../src/run/events/run-stop-requested.js';
import { runSucceeded } from '../src/run/events/run-succeeded.js';
import { taskDispatched } from '../src/run/events/task-dispatched.js';
import { taskKilled } from '../src/run/events/task-killed.js';
import { taskQueued } from '../src/run/events/task-queued.js';
import { taskRetrying } from '../src/run/events/task-retrying.js';
import { taskSkipped } from '../src/run/events/task-skipped.js';
import { taskUpstreamFailed } from '../src/run/events/task-upstream-failed.js';
import { RunChecker } from './run-checker.js';
import { RunDriver } from './run-driver.js';
import { START_OF_TIME } from './run-engine.js';
import { WORKER } from './short-commands.js';
import { graphOf, workflow } from './workflow-builder.js';

const definition = workflow({ a: [], b: ['a'] });

/** A history that is sound so far (a runs), then these events. */
function observing(...more: readonly RunEvent[]): () => void {
  const driver = new RunDriver(definition, { a: 'silent' }).start();
  const checker = new RunChecker(graphOf(definition));
  checker.observe(
    driver.history.map(({ event }) => event),
    START_OF_TIME,
  );
  return () => checker.observe(more, START_OF_TIME);
}

const queued = (task: string, attempt: number): RunEvent => taskQueued({ task, attempt });
const ended = attemptSucceeded({ task: 'a', attempt: 1 });

describe('RunChecker', () => {
  it('lets a sound history pass', () => {
    expect(observing(ended, queued('b', 1))).not.toThrow();
  });

  it.each([
    ['I2', 'a second end of an attempt', [ended, ended]],
    [
      'I2',
      'the end of an attempt that is not the current one',
      [attemptSucceeded({ task: 'a', attempt: 2 })],
    ],
    [
      'I3',
      'a dispatch that leaves a number out',
      [ended, queued('b', 2), taskDispatched({ task: 'b', attempt: 2, ...WORKER })],
    ],
    ['I4', 'a task that is queued before its need has ended', [queued('b', 1)]],
    [
      'may not be skipped',
      'a skip that the rule does not give',
      [ended, taskSkipped({ task: 'b', reason: 'rule-not-met' })],
    ],
    [
      'may not be upstream-failed',
      'a failure that the rule does not give',
      [ended, taskUpstreamFailed({ task: 'b' })],
    ],
    [
      'I18',
      'more retries than allowed',
      [taskRetrying({ task: 'a', dueAt: START_OF_TIME + 10_000, cause: 'failed', counts: true })],
    ],
    ['is killed while', 'a kill that nobody asked for', [taskKilled({ task: 'a' })]],
    ['I5', 'an end while task runs are open', [runSucceeded({})]],
    [
      'is dispatched while',
      'a dispatch after a stop',
      [ended, queued('b', 1), runStopRequested({}), taskDispatched({ task: 'b', attempt: 1, ...WORKER })],
    ],
  ] as const)('finds, as %s, %s', (law, _what, events) => {
    expect(observing(...events)).toThrow(law);
  });

  it('finds a live state that its events do not give', () => {
    const driver = new RunDriver(definition, { a: 'silent' }).start();
    const checker = new RunChecker(graphOf(definition));
    checker.observe(
      driver.history.map(({ event }) => event),
      START_OF_TIME,
    );
    driver.run.outputBytes = 1;

    expect(() => checker.compare(driver.run, new Map())).toThrow('a replay gives another state');
  });

  it('finds a timer that the state does not hold', () => {
    const driver = new RunDriver(definition, { a: 'silent' }).start();
    const checker = new RunChecker(graphOf(definition));
    checker.observe(
      driver.history.map(({ event }) => event),
      START_OF_TIME,
    );

    expect(() => checker.compare(driver.run, new Map([[0, START_OF_TIME]]))).toThrow('timers of the state');
  });
});
