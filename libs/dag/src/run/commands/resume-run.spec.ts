import { describe, it } from 'vitest';
import {
  START_OF_TIME,
  dispatch,
  due,
  failed,
  given,
  givenNoRun,
  later,
  succeeded,
  switchTask,
  workflow,
} from '../../../testing/index.js';
import { RUN_TIMEOUT } from '../effects.js';
import { branchChosen } from '../events/branch-chosen.js';
import { runResumed } from '../events/run-resumed.js';
import { taskQueued } from '../events/task-queued.js';
import { taskSkipped } from '../events/task-skipped.js';
import { pauseRun } from './pause-run.js';
import { resumeRun } from './resume-run.js';
import { stopRun } from './stop-run.js';

const chain = workflow({ a: [], b: ['a'] });

describe('ResumeRun', () => {
  it('offers what was ready before the pause, and what became ready in it', () => {
    given(workflow({ a: [], b: ['a'], c: [] }), dispatch('a'), pauseRun({}), succeeded('a'))
      .when(resumeRun({ by: 'ada' }))
      .then(runResumed({ by: 'ada' }))
      .andEffects({ effect: 'OfferTask', task: 1 }, { effect: 'OfferTask', task: 2 });
  });

  it('is taken before the last attempt has ended', () => {
    given(chain, dispatch('a'), pauseRun({})).when(resumeRun({})).then(runResumed({})).andEffects();
  });

  it('offers retries and delays that were due while the run was paused', () => {
    const definition = workflow({ a: { retry: { max: 1 } }, b: { delayMs: 20_000 } });

    given(definition, dispatch('a'), failed('a'), pauseRun({}), later(20_000), due('a'), due('b'))
      .when(resumeRun({}))
      .then(runResumed({}))
      .andEffects({ effect: 'OfferTask', task: 0 }, { effect: 'OfferTask', task: 1 });
  });

  it('lets the time-out run on with what it had left', () => {
    given(workflow({ a: [] }, { timeoutMs: 60_000 }), later(15_000), pauseRun({}), later(3_600_000))
      .when(resumeRun({}))
      .then(runResumed({ timeoutAt: START_OF_TIME + 15_000 + 3_600_000 + 45_000 }))
      .andEffects(
        { effect: 'OfferTask', task: 0 },
        { effect: 'StartTimer', task: RUN_TIMEOUT, dueAt: START_OF_TIME + 15_000 + 3_600_000 + 45_000 },
      );
  });

  it('decides the branches that became due in the pause', () => {
    const definition = workflow({
      a: [],
      choice: switchTask(['a'], [{ if: 'true', then: ['yes'] }], ['no']),
      yes: ['choice'],
      no: ['choice'],
    });

    given(definition, dispatch('a'), pauseRun({}), succeeded('a'))
      .when(resumeRun({}))
      .then(
        runResumed({}),
        branchChosen({ task: 'choice', branch: 0 }),
        taskQueued({ task: 'yes', attempt: 1 }),
        taskSkipped({ task: 'no', reason: 'needs-skipped' }),
      );
  });

  it('is rejected when the run was not paused', () => {
    given(chain).when(resumeRun({})).thenRejected('ALREADY_DONE');
  });

  it('is rejected while the run is stopping', () => {
    given(chain, dispatch('a'), stopRun({})).when(resumeRun({})).thenRejected('NOT_PAUSED');
  });

  it('is rejected when the run has ended', () => {
    given(workflow({ a: [] }), dispatch('a'), succeeded('a'))
      .when(resumeRun({}))
      .thenRejected('RUN_ENDED');
  });

  it('is rejected where there is no run', () => {
    givenNoRun(chain).when(resumeRun({})).thenRejected('UNKNOWN_RUN');
  });
});
