import { describe, it } from 'vitest';
import type { Past } from '../../../testing/index.js';
import { WORKER, dispatch, failed, given, givenNoRun, succeeded, workflow } from '../../../testing/index.js';
import { runStopRequested } from '../events/run-stop-requested.js';
import { runFailureDeclared } from '../events/run-failure-declared.js';
import { runFailed } from '../events/run-failed.js';
import { taskDispatched } from '../events/task-dispatched.js';
import { taskFailed } from '../events/task-failed.js';
import { pauseRun } from './pause-run.js';
import { startRun } from './start-run.js';

const pair = workflow({ a: [], b: ['a'] });

describe('DispatchTask', () => {
  it('gives the attempt to the worker process, and sends it', () => {
    given(pair)
      .when(dispatch('a'))
      .then(taskDispatched({ task: 'a', attempt: 1, ...WORKER }))
      .andEffects({ effect: 'DispatchTask', task: 0 });
  });

  it('is rejected for a task that waits for its needs', () => {
    given(pair).when(dispatch('b')).thenRejected('NOT_QUEUED');
  });

  it('is rejected for a task that has been dispatched', () => {
    given(pair, dispatch('a')).when(dispatch('a')).thenRejected('NOT_QUEUED');
  });

  it('is rejected for an attempt that is not the next', () => {
    given(pair).when(dispatch('a', 2)).thenRejected('NOT_QUEUED');
  });

  it('is rejected for a task that the run does not have', () => {
    given(pair).when(dispatch('nobody')).thenRejected('NOT_QUEUED');
  });

  const phases: readonly { readonly phase: string; readonly past: readonly Past[] }[] = [
    { phase: 'paused', past: [pauseRun({})] },
    { phase: 'stopping', past: [runStopRequested({})] },
  ];

  it.each(phases)('is rejected while the run is $phase', ({ past }) => {
    given(pair, ...past)
      .when(dispatch('a'))
      .thenRejected('NOT_RUNNING');
  });

  it('starts clean-up while the run is failing, and nothing else', () => {
    const definition = workflow({ a: [], cleanup: { runIf: 'always' } });
    const declared = runFailureDeclared({ because: 'timed-out' });

    given(definition, declared).when(dispatch('a')).thenRejected('NOT_RUNNING');
    given(definition, declared)
      .when(dispatch('cleanup'))
      .thenAmong(taskDispatched({ task: 'cleanup', attempt: 1, ...WORKER }));
  });

  it('is rejected when the run has ended', () => {
    given(workflow({ a: [] }), dispatch('a'), succeeded('a'))
      .when(dispatch('a'))
      .thenRejected('NOT_QUEUED');
  });

  it('is rejected where there is no run', () => {
    givenNoRun(pair).when(dispatch('a')).thenRejected('UNKNOWN_RUN');
  });

  describe('with inputs that are too large', () => {
    const env = { ALL: '${{ tasks.a.outputs }}' };
    const large = workflow({ a: [], b: { needs: ['a'], env } });
    const text = 'x'.repeat(300 * 1024);

    it('fails the task for good', () => {
      given(large, dispatch('a'), succeeded('a', { outputs: { one: text, two: text } }))
        .when(dispatch('b'))
        .then(
          taskFailed({
            task: 'b',
            code: 'INPUTS_TOO_LARGE',
            message: 'The outputs and parameters that the task refers to exceed 512 KiB.',
            allowed: false,
          }),
          runFailed({ because: 'b' }),
        );
    });

    it('dispatches what refers to a small part of them', () => {
      const small = workflow({ a: [], b: { needs: ['a'], env: { ONE: '${{ tasks.a.outputs.one }}' } } });

      given(small, dispatch('a'), succeeded('a', { outputs: { one: text, two: text } }))
        .when(dispatch('b'))
        .then(taskDispatched({ task: 'b', attempt: 1, ...WORKER }));
    });

    it('counts parameters too', () => {
      const params = { big: { type: 'string', required: false, secret: false } } as const;
      const env = { BIG: '${{ params.big }}', ONE: '${{ tasks.a.outputs.one }}' };
      const definition = workflow({ a: [], b: { needs: ['a'], env } }, { params });
      const begin = startRun({
        run: 'r',
        project: 'tests',
        workflow: 'sample',
        trigger: 'test',
        params: { big: 'x'.repeat(100 * 1024) },
      });

      givenNoRun(definition)
        .when(
          begin,
          dispatch('a'),
          succeeded('a', { outputs: { one: 'x'.repeat(450 * 1024) } }),
          dispatch('b'),
        )
        .thenAmong(runFailed({ because: 'b' }));
    });
  });

  it('does not dispatch a later attempt of a task that failed for good', () => {
    given(pair, dispatch('a'), failed('a')).when(dispatch('a', 2)).thenRejected('NOT_QUEUED');
  });
});
