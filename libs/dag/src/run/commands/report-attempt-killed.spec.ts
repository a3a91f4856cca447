import { describe, it } from 'vitest';
import {
  START_OF_TIME,
  dispatch,
  due,
  failed,
  given,
  killed,
  later,
  running,
  runTimeout,
  workflow,
} from '../../../testing/index.js';
import { attemptFailed } from '../events/attempt-failed.js';
import { attemptKilled } from '../events/attempt-killed.js';
import { attemptTimedOut } from '../events/attempt-timed-out.js';
import { runFailed } from '../events/run-failed.js';
import { runStopped } from '../events/run-stopped.js';
import { taskFailed } from '../events/task-failed.js';
import { taskKilled } from '../events/task-killed.js';
import { taskQueued } from '../events/task-queued.js';
import { taskRetrying } from '../events/task-retrying.js';
import { stopRun } from './stop-run.js';

const one = workflow({ a: { retry: { max: 5 } } }, { timeoutMs: 1000 });
const ended = attemptKilled({ task: 'a', attempt: 1 });
const gone = taskKilled({ task: 'a' });
const unasked = {
  code: 'KILLED_UNASKED',
  message: 'The attempt was killed, and its run had not asked for that.',
};

describe('ReportAttemptKilled', () => {
  it('kills the task run of a run that is stopping, and never tries again', () => {
    given(one, dispatch('a'), stopRun({})).when(killed('a')).thenAmong(ended, gone, runStopped({}));
  });

  it('kills the task run of a run that is failing', () => {
    given(one, dispatch('a'), later(1000), runTimeout())
      .when(killed('a'))
      .thenAmong(ended, gone, runFailed({ because: 'timed-out' }));
  });

  it('does not count as allowed, whatever allowFailure says', () => {
    given(
      workflow({ a: { allowFailure: true } }, { timeoutMs: 1000 }),
      dispatch('a'),
      later(1000),
      runTimeout(),
    )
      .when(killed('a'))
      .then(ended, gone, runFailed({ because: 'timed-out' }));
  });

  it('is a failure like any other when the run had not asked for it', () => {
    given(workflow({ a: { retry: { max: 1 } } }), dispatch('a'))
      .when(killed('a', { exitCode: 137 }))
      .then(
        attemptFailed({ task: 'a', attempt: 1, exitCode: 137, ...unasked }),
        taskRetrying({ task: 'a', dueAt: START_OF_TIME + 10_000, cause: 'failed', counts: true }),
      );
  });

  it('is unasked again in the attempt after an overdue one', () => {
    const definition = workflow({ a: { timeoutMs: 1000, retry: { max: 1, delayMs: 0 } } });
    const overdue = [dispatch('a'), running('a'), later(26_000), due('a'), killed('a')] as const;

    given(definition, ...overdue, dispatch('a', 2))
      .when(killed('a', { attempt: 2 }))
      .thenAmong(attemptFailed({ task: 'a', attempt: 2, ...unasked }));
  });

  it('is a time-out for clean-up that is overdue while the run is failing', () => {
    const definition = workflow(
      { a: [], cleanup: { needs: ['a'], runIf: 'always', timeoutMs: 1000, retry: { max: 1, delayMs: 0 } } },
      { failureStrategy: 'end' },
    );
    const message = 'The attempt ran longer than its time-out of 1 s.';

    given(
      definition,
      dispatch('a'),
      failed('a'),
      dispatch('cleanup'),
      running('cleanup'),
      later(26_000),
      due('cleanup'),
    )
      .when(killed('cleanup'))
      .then(
        attemptTimedOut({ task: 'cleanup', attempt: 1, code: 'TIMED_OUT', message }),
        taskRetrying({ task: 'cleanup', dueAt: START_OF_TIME + 26_000, cause: 'timed-out', counts: true }),
        taskQueued({ task: 'cleanup', attempt: 2 }),
      );
  });

  it('kills clean-up that was overdue already when the run began to fail', () => {
    const definition = workflow(
      { a: [], cleanup: { runIf: 'always', timeoutMs: 1000, retry: { max: 1 } } },
      { failureStrategy: 'end' },
    );
    const overdue = [dispatch('cleanup'), running('cleanup'), later(26_000), due('cleanup')] as const;

    given(definition, ...overdue, dispatch('a'), failed('a'))
      .when(killed('cleanup'))
      .thenAmong(attemptKilled({ task: 'cleanup', attempt: 1 }), taskKilled({ task: 'cleanup' }));
  });

  it('is a failure like any other of clean-up that a failing run had not asked to kill', () => {
    const definition = workflow(
      { a: [], cleanup: { needs: ['a'], runIf: 'always', retry: { max: 1 } } },
      { failureStrategy: 'end' },
    );

    given(definition, dispatch('a'), failed('a'), dispatch('cleanup'))
      .when(killed('cleanup'))
      .then(
        attemptFailed({ task: 'cleanup', attempt: 1, ...unasked }),
        taskRetrying({ task: 'cleanup', dueAt: START_OF_TIME + 10_000, cause: 'failed', counts: true }),
      );
  });

  it('kills what is overdue in a run that is stopping', () => {
    given(
      workflow({ a: { timeoutMs: 1000 } }),
      dispatch('a'),
      running('a'),
      later(26_000),
      due('a'),
      stopRun({}),
    )
      .when(killed('a'))
      .then(ended, gone, runStopped({}));
  });

  it('fails for good when no retry is left', () => {
    given(workflow({ a: [] }), dispatch('a'))
      .when(killed('a'))
      .thenAmong(taskFailed({ task: 'a', ...unasked, allowed: false }));
  });
});
