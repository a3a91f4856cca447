import { describe, expect, it } from 'vitest';
import type { TaskInit } from '../../../testing/index.js';
import {
  RunDriver,
  START_OF_TIME,
  dispatch,
  failed,
  given,
  later,
  lost,
  runToEnd,
  runTimeout,
  running,
  workflow,
} from '../../../testing/index.js';
import { MAX_LOST_ATTEMPTS } from '../after-attempt.js';
import { attemptLost } from '../events/attempt-lost.js';
import { attemptOutcomeUnknown } from '../events/attempt-outcome-unknown.js';
import { taskFailed } from '../events/task-failed.js';
import { taskHeld } from '../events/task-held.js';
import { taskKilled } from '../events/task-killed.js';
import { taskQueued } from '../events/task-queued.js';
import { taskRetrying } from '../events/task-retrying.js';
import { stopRun } from './stop-run.js';

const gone = attemptLost({ task: 'a', attempt: 1, reason: 'worker-lost' });
const unknown = attemptOutcomeUnknown({ task: 'a', attempt: 1, reason: 'worker-lost' });
const again = (after: number, counts = false) =>
  taskRetrying({ task: 'a', dueAt: START_OF_TIME + after, cause: 'lost', counts });
const queued = taskQueued({ task: 'a', attempt: 2 });
const held = taskHeld({ task: 'a', reason: 'its worker was lost' });
const forGood = (code: string) =>
  taskFailed({
    task: 'a',
    code,
    message: 'The worker w1 was lost while it had the attempt.',
    allowed: false,
  });

const onLoss = (init: TaskInit) => given(workflow({ a: init }), dispatch('a'), running('a'));

describe('ReportAttemptLost', () => {
  it('runs the task again after the grace', () => {
    onLoss({})
      .when(lost('a'))
      .then(gone, again(30_000))
      .andEffects({ effect: 'StartTimer', task: 0, dueAt: START_OF_TIME + 30_000 });
  });

  it('runs the task again at once when nothing of the attempt can run any more', () => {
    onLoss({})
      .when(lost('a', { proven: true }))
      .then(gone, again(0), queued);
  });

  it('runs the task again at once with onWorkerLost: rerun', () => {
    onLoss({ onWorkerLost: 'rerun' }).when(lost('a')).then(gone, again(0), queued);
  });

  it('holds the task for a person with onWorkerLost: hold', () => {
    onLoss({ onWorkerLost: 'hold' }).when(lost('a')).then(gone, held).andEffects();
  });

  it('fails the task with onWorkerLost: fail', () => {
    onLoss({ onWorkerLost: 'fail', retry: { max: 3 } })
      .when(lost('a'))
      .thenAmong(gone, forGood('WORKER_LOST'));
  });

  it('holds an at-most-once attempt, whose outcome nobody knows', () => {
    onLoss({ delivery: 'at-most-once' })
      .when(lost('a', { proven: true }))
      .then(unknown, held);
  });

  it('fails an at-most-once attempt with the code UNKNOWN where that is asked for', () => {
    onLoss({ delivery: 'at-most-once', onWorkerLost: 'fail' })
      .when(lost('a'))
      .thenAmong(unknown, forGood('UNKNOWN'));
  });

  describe('with retry.on: lost', () => {
    const on = ['lost'] as const;

    it('uses up a retry', () => {
      onLoss({ onWorkerLost: 'rerun', retry: { max: 1, on } })
        .when(lost('a'))
        .then(gone, again(10_000, true));
    });

    it('waits for the grace where it is longer than the delay', () => {
      onLoss({ retry: { max: 1, on } })
        .when(lost('a'))
        .then(gone, again(30_000, true));
    });

    it('fails the task when no retry is left', () => {
      const message = 'The worker was lost.';

      onLoss({ retry: { max: 0, on } })
        .when(lost('a'))
        .thenAmong(gone, taskFailed({ task: 'a', code: 'WORKER_LOST', message, allowed: false }));
    });
  });

  it('does not use up a retry otherwise', () => {
    const { states, trail } = runToEnd(workflow({ a: { retry: { max: 1, delayMs: 0 } } }), {
      a: ['lost', 'lost', 'failed', 'lost', 'succeeded'],
    });

    expect(states).toEqual({ a: 'succeeded' });
    expect(trail.filter((line) => line === 'TaskDispatched a')).toHaveLength(5);
  });

  it('gives up after a bound of its own', () => {
    const { history, trail } = runToEnd(workflow({ a: { onWorkerLost: 'rerun' } }), { a: 'lost' });

    expect(trail.filter((line) => line === 'AttemptLost a')).toHaveLength(MAX_LOST_ATTEMPTS);
    expect(history.at(-2)?.event).toEqual(
      taskFailed({
        task: 'a',
        code: 'WORKER_LOST',
        message: '50 attempts were lost with their workers.',
        allowed: false,
      }),
    );
  });

  it('kills the task run of a run that is stopping', () => {
    given(workflow({ a: [] }), dispatch('a'), stopRun({}))
      .when(lost('a'))
      .thenAmong(gone, taskKilled({ task: 'a' }));
  });

  it('kills the task run of a run that is failing', () => {
    given(workflow({ a: [] }, { timeoutMs: 1000 }), dispatch('a'), later(1000), runTimeout())
      .when(lost('a'))
      .thenAmong(gone, taskKilled({ task: 'a' }));
  });

  it('runs clean-up again while the run is failing', () => {
    const definition = workflow(
      { a: [], cleanup: { needs: ['a'], runIf: 'always' } },
      { failureStrategy: 'end' },
    );
    const driver = new RunDriver(definition, { a: 'failed', cleanup: ['lost', 'succeeded'] })
      .start()
      .finish();

    expect([driver.phase, driver.states['cleanup']]).toEqual(['failed', 'succeeded']);
  });

  it('kills clean-up that would be held: nobody decides about a run that ends early', () => {
    const init: TaskInit = { needs: ['a'], runIf: 'always', delivery: 'at-most-once' };
    const definition = workflow({ a: [], cleanup: init }, { failureStrategy: 'end' });

    given(definition, dispatch('a'), failed('a'), dispatch('cleanup'))
      .when(lost('cleanup'))
      .thenAmong(taskKilled({ task: 'cleanup' }));
  });
});
