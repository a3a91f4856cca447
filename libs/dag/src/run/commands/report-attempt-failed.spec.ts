import { describe, it } from 'vitest';
import {
  START_OF_TIME,
  dispatch,
  due,
  failed,
  given,
  later,
  running,
  workflow,
} from '../../../testing/index.js';
import { attemptFailed } from '../events/attempt-failed.js';
import { runFailed } from '../events/run-failed.js';
import { taskFailed } from '../events/task-failed.js';
import { taskQueued } from '../events/task-queued.js';
import { taskRetrying } from '../events/task-retrying.js';

const error = { code: 'EXIT_CODE', message: 'It ended with exit code 1.' };
const ended = (attempt: number) => attemptFailed({ task: 'a', attempt, ...error });
const forGood = taskFailed({ task: 'a', ...error, allowed: false });
const again = (dueAt: number) => taskRetrying({ task: 'a', dueAt, cause: 'failed', counts: true });
const retried = workflow({ a: { retry: { max: 1 } } });

describe('ReportAttemptFailed', () => {
  it('fails task run and run when there is no retry', () => {
    given(workflow({ a: [] }), dispatch('a'))
      .when(failed('a'))
      .then(ended(1), forGood, runFailed({ because: 'a' }))
      .andEffects({ effect: 'EndRun' });
  });

  it('keeps exit code and last lines of the log', () => {
    given(workflow({ a: [] }), dispatch('a'))
      .when(failed('a', { exitCode: 1, logTail: 'no such file' }))
      .thenAmong(attemptFailed({ task: 'a', attempt: 1, exitCode: 1, ...error, logTail: 'no such file' }));
  });

  it('waits for the delay before the next attempt', () => {
    given(retried, dispatch('a'))
      .when(failed('a'))
      .then(ended(1), again(START_OF_TIME + 10_000))
      .andEffects({ effect: 'StartTimer', task: 0, dueAt: START_OF_TIME + 10_000 });
  });

  it('queues the next attempt at once without delay, and sets no timer', () => {
    given(workflow({ a: { retry: { max: 1, delayMs: 0 } } }), dispatch('a'))
      .when(failed('a'))
      .then(ended(1), again(START_OF_TIME), taskQueued({ task: 'a', attempt: 2 }))
      .andEffects({ effect: 'OfferTask', task: 0 });
  });

  it('cancels the guard of the time-out before it starts the timer of the retry', () => {
    given(workflow({ a: { timeoutMs: 1000, retry: { max: 1 } } }), dispatch('a'), running('a'))
      .when(failed('a'))
      .then(ended(1), again(START_OF_TIME + 10_000))
      .andEffects(
        { effect: 'CancelTimer', task: 0 },
        { effect: 'StartTimer', task: 0, dueAt: START_OF_TIME + 10_000 },
      );
  });

  it('fails for good when the retries are used up', () => {
    given(retried, dispatch('a'), failed('a'), later(10_000), due('a'), dispatch('a', 2))
      .when(failed('a', { attempt: 2 }))
      .then(ended(2), forGood, runFailed({ because: 'a' }));
  });

  it('fails for good what would fail the same way again', () => {
    given(retried, dispatch('a'))
      .when(failed('a', { retryable: false }))
      .thenAmong(ended(1), forGood);
  });

  it('fails for good when retry.on does not name it', () => {
    given(workflow({ a: { retry: { max: 1, on: ['timed-out'] } } }), dispatch('a'))
      .when(failed('a'))
      .thenAmong(ended(1), forGood);
  });
});
