import { describe, it } from 'vitest';
import {
  dispatch,
  failed,
  given,
  givenNoRun,
  later,
  lost,
  running,
  succeeded,
  workflow,
} from '../../../testing/index.js';
import { RUN_TIMEOUT } from '../effects.js';
import { attemptSucceeded } from '../events/attempt-succeeded.js';
import { runPauseRequested } from '../events/run-pause-requested.js';
import { runPaused } from '../events/run-paused.js';
import { runSucceeded } from '../events/run-succeeded.js';
import { taskQueued } from '../events/task-queued.js';
import { pauseRun } from './pause-run.js';
import { stopRun } from './stop-run.js';

const chain = workflow({ a: [], b: ['a'] });
const asked = runPauseRequested({});

describe('PauseRun', () => {
  it('pauses at once when nothing runs', () => {
    given(chain)
      .when(pauseRun({ by: 'ada' }))
      .then(runPauseRequested({ by: 'ada' }), runPaused({}));
  });

  it('lets what runs end, makes ready what follows, and starts nothing of it', () => {
    given(chain, dispatch('a'), running('a'), pauseRun({}))
      .when(succeeded('a'))
      .then(attemptSucceeded({ task: 'a', attempt: 1 }), taskQueued({ task: 'b', attempt: 1 }), runPaused({}))
      .andEffects();
  });

  it('waits for every attempt that a worker has', () => {
    given(workflow({ a: [], b: [] }), dispatch('a'), dispatch('b'), pauseRun({}))
      .when(succeeded('a'))
      .then(attemptSucceeded({ task: 'a', attempt: 1 }));
  });

  it('ends the run instead when nothing is left to do', () => {
    given(workflow({ a: [] }), dispatch('a'), pauseRun({}))
      .when(succeeded('a'))
      .then(attemptSucceeded({ task: 'a', attempt: 1 }), runSucceeded({}));
  });

  it('keeps what the run’s time-out has left, and stops its timer', () => {
    given(workflow({ a: [] }, { timeoutMs: 60_000 }), later(15_000))
      .when(pauseRun({}))
      .then(asked, runPaused({ timeoutLeftMs: 45_000 }))
      .andEffects({ effect: 'CancelTimer', task: RUN_TIMEOUT });
  });

  it('pauses beside a held task', () => {
    given(workflow({ a: { delivery: 'at-most-once' }, b: [] }), dispatch('a'), lost('a'))
      .when(pauseRun({}))
      .then(asked, runPaused({}));
  });

  it.each([
    { phase: 'pausing', past: [dispatch('a'), pauseRun({})] },
    { phase: 'paused', past: [pauseRun({})] },
  ])('is rejected when the run is $phase', ({ past }) => {
    given(chain, ...past)
      .when(pauseRun({}))
      .thenRejected('ALREADY_DONE');
  });

  it('is rejected while the run is stopping', () => {
    given(chain, dispatch('a'), stopRun({})).when(pauseRun({})).thenRejected('NOT_RUNNING');
  });

  it('is rejected while the run is failing', () => {
    const definition = workflow({ a: [], b: [] }, { failureStrategy: 'end' });

    given(definition, dispatch('a'), dispatch('b'), failed('a'))
      .when(pauseRun({}))
      .thenRejected('NOT_RUNNING');
  });

  it('is rejected when the run has ended', () => {
    given(workflow({ a: [] }), dispatch('a'), succeeded('a'))
      .when(pauseRun({}))
      .thenRejected('RUN_ENDED');
  });

  it('is rejected where there is no run', () => {
    givenNoRun(chain).when(pauseRun({})).thenRejected('UNKNOWN_RUN');
  });
});
