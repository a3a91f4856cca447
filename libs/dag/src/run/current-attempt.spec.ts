import { describe, it } from 'vitest';
import { pauseRun } from './commands/pause-run.js';
import {
  accepted,
  dispatch,
  due,
  failed,
  given,
  givenNoRun,
  killed,
  later,
  lost,
  running,
  succeeded,
  timedOut,
  workflow,
} from '../../testing/index.js';

const retried = workflow({ a: { retry: { max: 1 } }, b: [] });
const REPORTS = { accepted, running, succeeded, failed, timedOut, killed, lost };

describe.each(Object.entries(REPORTS))('a report of %s', (_name, report) => {
  it('is refused where there is no run', () => {
    givenNoRun(retried).when(report('a')).thenRejected('UNKNOWN_RUN');
  });

  it('is refused for a task that the run does not have', () => {
    given(retried).when(report('nobody')).thenRejected('UNKNOWN_TASK');
  });

  it('is refused for an attempt that was never dispatched', () => {
    given(retried).when(report('a')).thenRejected('UNKNOWN_ATTEMPT');
    given(retried, dispatch('a'))
      .when(report('a', { attempt: 2 }))
      .thenRejected('UNKNOWN_ATTEMPT');
  });

  it('is refused for the next attempt before it is dispatched', () => {
    given(retried, dispatch('a'), failed('a'), later(10_000), due('a'))
      .when(report('a', { attempt: 2 }))
      .thenRejected('UNKNOWN_ATTEMPT');
  });

  it('is refused of another process than the one that has the attempt', () => {
    given(retried, dispatch('a'))
      .when(report('a', { incarnation: 'w1-2' }))
      .thenRejected('WRONG_WORKER');
  });

  it('is late when the attempt has ended', () => {
    given(retried, dispatch('a'), succeeded('a')).when(report('a')).thenRejected('LATE_REPORT');
  });

  it('is late while the task waits for its retry', () => {
    given(retried, dispatch('a'), failed('a')).when(report('a')).thenRejected('LATE_REPORT');
  });

  it('is late when the next attempt is under way', () => {
    given(retried, dispatch('a'), failed('a'), later(10_000), due('a'), dispatch('a', 2))
      .when(report('a'))
      .thenRejected('LATE_REPORT');
  });

  it('is late when the worker has been given up and the task is held', () => {
    given(workflow({ a: { onWorkerLost: 'hold' } }), dispatch('a'), lost('a'))
      .when(report('a'))
      .thenRejected('LATE_REPORT');
  });

  it('is late when the run has ended', () => {
    given(workflow({ a: [] }), dispatch('a'), succeeded('a'))
      .when(report('a'))
      .thenRejected('LATE_REPORT');
  });

  it('is taken while the run is pausing', () => {
    given(retried, dispatch('a'), pauseRun({})).when(report('a')).thenAmong();
  });
});
