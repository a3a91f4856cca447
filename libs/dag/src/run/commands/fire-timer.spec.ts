import { describe, it } from 'vitest';
import {
  WORKER,
  dispatch,
  due,
  failed,
  given,
  givenNoRun,
  later,
  runTimeout,
  running,
  succeeded,
  switchTask,
  workflow,
} from '../../../testing/index.js';
import { RUN_TIMEOUT } from '../effects.js';
import { attemptOverdue } from '../events/attempt-overdue.js';
import { branchChosen } from '../events/branch-chosen.js';
import { runFailed } from '../events/run-failed.js';
import { runFailureDeclared } from '../events/run-failure-declared.js';
import { runSucceeded } from '../events/run-succeeded.js';
import { taskQueued } from '../events/task-queued.js';
import { taskSkipped } from '../events/task-skipped.js';
import { fireTimer } from './fire-timer.js';
import { pauseRun } from './pause-run.js';
import { stopRun } from './stop-run.js';

const delayed = workflow({ a: { delayMs: 5000 } });
const retried = workflow({ a: { retry: { max: 1 } } });
const limited = workflow({ a: { timeoutMs: 60_000 } });
const timed = workflow({ a: [], b: ['a'] }, { timeoutMs: 60_000 });
const declared = runFailureDeclared({ because: 'timed-out' });

describe('FireTimer', () => {
  it('queues a task whose delay is over', () => {
    given(delayed, later(5000))
      .when(due('a'))
      .then(taskQueued({ task: 'a', attempt: 1 }))
      .andEffects({ effect: 'OfferTask', task: 0 });
  });

  it('queues the next attempt of a task that waits for its retry', () => {
    given(retried, dispatch('a'), failed('a'), later(10_000))
      .when(due('a'))
      .then(taskQueued({ task: 'a', attempt: 2 }));
  });

  it('decides a delayed branch', () => {
    given(workflow({ choice: switchTask([], [], [], { delayMs: 5000 }) }), later(5000))
      .when(due('choice'))
      .then(
        taskQueued({ task: 'choice', attempt: 0 }),
        branchChosen({ task: 'choice', branch: 'none' }),
        runSucceeded({}),
      );
  });

  it('tells the worker to end an attempt 25 s past its time-out', () => {
    given(limited, dispatch('a'), running('a'), later(85_000))
      .when(due('a'))
      .then(attemptOverdue({ task: 'a', attempt: 1 }))
      .andEffects({ effect: 'StopTask', task: 0, attempt: 1, worker: WORKER, cause: 'overdue' });
  });

  it('ends the run early at its time-out', () => {
    given(timed, dispatch('a'), running('a'), later(60_000))
      .when(runTimeout())
      .then(declared, taskSkipped({ task: 'b', reason: 'run-ending' }))
      .andEffects(
        { effect: 'CancelTimer', task: RUN_TIMEOUT },
        { effect: 'StopTask', task: 0, attempt: 1, worker: WORKER, cause: 'run-failing' },
        { effect: 'CancelTimer', task: 1 },
      );
  });

  it('ends a run that no worker has anything of as failed', () => {
    given(workflow({ a: [] }, { timeoutMs: 60_000 }), later(60_000))
      .when(runTimeout())
      .then(declared, taskSkipped({ task: 'a', reason: 'run-ending' }), runFailed({ because: 'timed-out' }));
  });

  it('ends a run early that is pausing', () => {
    given(timed, dispatch('a'), pauseRun({}), later(60_000)).when(runTimeout()).thenAmong(declared);
  });

  describe('does nothing', () => {
    it('a millisecond early', () => {
      given(delayed, later(4999)).when(due('a')).thenRejected('NOT_DUE');
      given(retried, dispatch('a'), failed('a'), later(9999)).when(due('a')).thenRejected('NOT_DUE');
      given(limited, dispatch('a'), running('a'), later(84_999)).when(due('a')).thenRejected('NOT_DUE');
      given(timed, later(59_999)).when(runTimeout()).thenRejected('NOT_DUE');
    });

    it('for a task without timer', () => {
      given(timed).when(due('a')).thenRejected('NOT_DUE');
    });

    it('for a task that is not there', () => {
      given(timed)
        .when(fireTimer({ task: 99 }))
        .thenRejected('NOT_DUE');
    });

    it('a second time', () => {
      given(limited, dispatch('a'), running('a'), later(85_000), due('a'))
        .when(due('a'))
        .thenRejected('NOT_DUE');
    });

    it('for an attempt that has ended', () => {
      given(limited, dispatch('a'), running('a'), succeeded('a'), later(85_000))
        .when(due('a'))
        .thenRejected('NOT_DUE');
    });

    it('for the time-out of a run that is paused, stopping or failing', () => {
      given(timed, pauseRun({}), later(60_000)).when(runTimeout()).thenRejected('NOT_DUE');
      given(timed, dispatch('a'), stopRun({}), later(60_000)).when(runTimeout()).thenRejected('NOT_DUE');
      given(timed, dispatch('a'), later(60_000), runTimeout()).when(runTimeout()).thenRejected('NOT_DUE');
    });
  });

  it('is rejected where there is no run', () => {
    givenNoRun(timed).when(runTimeout()).thenRejected('UNKNOWN_RUN');
  });
});
