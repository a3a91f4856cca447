import { describe, it } from 'vitest';
import type { Past } from '../../../testing/index.js';
import {
  WORKER,
  dispatch,
  failed,
  given,
  givenNoRun,
  killed,
  later,
  lost,
  runTimeout,
  running,
  succeeded,
  workflow,
} from '../../../testing/index.js';
import { RUN_TIMEOUT } from '../effects.js';
import { attemptKilled } from '../events/attempt-killed.js';
import { runStopRequested } from '../events/run-stop-requested.js';
import { runStopped } from '../events/run-stopped.js';
import { taskKilled } from '../events/task-killed.js';
import { taskSkipped } from '../events/task-skipped.js';
import { pauseRun } from './pause-run.js';
import { resumeRun } from './resume-run.js';
import { stopRun } from './stop-run.js';

const asked = runStopRequested({});
const skipped = (task: string) => taskSkipped({ task, reason: 'run-ending' });

describe('StopRun', () => {
  it('skips what no worker has, clean-up too, and tells the workers to end the rest', () => {
    const definition = workflow({
      a: [],
      queued: [],
      late: { delayMs: 5000 },
      after: ['a'],
      cleanup: { needs: ['a'], runIf: 'always' },
    });

    given(definition, dispatch('a'), running('a'))
      .when(stopRun({}))
      .then(asked, skipped('queued'), skipped('late'), skipped('after'), skipped('cleanup'))
      .andEffects(
        { effect: 'StopTask', task: 0, attempt: 1, worker: WORKER, cause: 'run-stopped' },
        ...[1, 2, 3, 4].map((task) => ({ effect: 'CancelTimer', task }) as const),
      );
  });

  it('ends the run when the last attempt has ended', () => {
    given(workflow({ a: [] }), dispatch('a'), stopRun({}))
      .when(killed('a', { exitCode: 143 }))
      .then(
        attemptKilled({ task: 'a', attempt: 1, exitCode: 143 }),
        taskKilled({ task: 'a' }),
        runStopped({}),
      )
      .andEffects({ effect: 'EndRun' });
  });

  it('ends a run at once of which no worker has anything', () => {
    given(workflow({ a: [] }, { timeoutMs: 1000 }))
      .when(stopRun({ by: 'ada', reason: 'wrong day' }))
      .then(runStopRequested({ by: 'ada', reason: 'wrong day' }), skipped('a'), runStopped({}))
      .andEffects(
        { effect: 'CancelTimer', task: RUN_TIMEOUT },
        { effect: 'CancelTimer', task: 0 },
        { effect: 'CancelTimer', task: RUN_TIMEOUT },
        { effect: 'EndRun' },
      );
  });

  it('skips a task that waits for its retry', () => {
    given(workflow({ a: { retry: { max: 1 } } }), dispatch('a'), failed('a'))
      .when(stopRun({}))
      .then(asked, skipped('a'), runStopped({}));
  });

  it('kills a task that is held', () => {
    given(workflow({ a: { delivery: 'at-most-once' } }), dispatch('a'), lost('a'))
      .when(stopRun({}))
      .then(asked, taskKilled({ task: 'a' }), runStopped({}));
  });

  const once = workflow({ a: { retry: { max: 1 } }, b: ['a'] }, { timeoutMs: 60_000 });
  const phases: readonly { readonly phase: string; readonly past: readonly Past[] }[] = [
    { phase: 'running', past: [] },
    { phase: 'pausing', past: [dispatch('a'), pauseRun({})] },
    { phase: 'paused', past: [pauseRun({})] },
    { phase: 'resumed', past: [pauseRun({}), resumeRun({})] },
    { phase: 'failing', past: [dispatch('a'), later(60_000), runTimeout()] },
  ];

  it.each(phases)('is taken while the run is $phase', ({ past }) => {
    given(once, ...past)
      .when(stopRun({}))
      .thenAmong(asked);
  });

  it('is taken while a failing run waits for its clean-up', () => {
    const definition = workflow(
      { a: [], cleanup: { needs: ['a'], runIf: 'always' } },
      { failureStrategy: 'end' },
    );

    given(definition, dispatch('a'), failed('a'), dispatch('cleanup'))
      .when(stopRun({}))
      .then(asked)
      .andEffects({ effect: 'StopTask', task: 1, attempt: 1, worker: WORKER, cause: 'run-stopped' });
  });

  it('is rejected when it was asked for already', () => {
    given(once, dispatch('a'), stopRun({})).when(stopRun({})).thenRejected('ALREADY_DONE');
  });

  it('is rejected when the run has ended', () => {
    given(workflow({ a: [] }), dispatch('a'), succeeded('a'))
      .when(stopRun({}))
      .thenRejected('RUN_ENDED');
  });

  it('is rejected where there is no run', () => {
    givenNoRun(once).when(stopRun({})).thenRejected('UNKNOWN_RUN');
  });
});
