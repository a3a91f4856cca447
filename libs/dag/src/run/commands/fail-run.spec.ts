import { describe, it } from 'vitest';
import { dispatch, given, givenNoRun, running, workflow } from '../../../testing/index.js';
import { runFailureDeclared } from '../events/run-failure-declared.js';
import { taskSkipped } from '../events/task-skipped.js';
import { runFailed } from '../events/run-failed.js';
import { failRun } from './fail-run.js';
import { pauseRun } from './pause-run.js';
import { stopRun } from './stop-run.js';

const two = workflow({ a: [], b: ['a'] });
const declared = runFailureDeclared({ because: 'too-large' });
const skipped = (task: string) => taskSkipped({ task, reason: 'run-ending' });

describe('FailRun', () => {
  it('ends a run that waits', () => {
    given(two)
      .when(failRun({ because: 'too-large' }))
      .then(declared, skipped('a'), skipped('b'), runFailed({ because: 'too-large' }));
  });

  it('kills what runs and waits for it', () => {
    given(two, dispatch('a'), running('a'))
      .when(failRun({ because: 'too-large' }))
      .then(declared, skipped('b'));
  });

  it('ends a paused run', () => {
    given(two, pauseRun({}))
      .when(failRun({ because: 'internal' }))
      .then(
        runFailureDeclared({ because: 'internal' }),
        skipped('a'),
        skipped('b'),
        runFailed({ because: 'internal' }),
      );
  });

  it('is refused for a run that ends already, and where there is none', () => {
    given(two, dispatch('a'), running('a'), stopRun({}))
      .when(failRun({ because: 'internal' }))
      .thenRejected('ALREADY_DONE');
    givenNoRun(two)
      .when(failRun({ because: 'internal' }))
      .thenRejected('UNKNOWN_RUN');
  });
});
