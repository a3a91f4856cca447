import { describe, it } from 'vitest';
import {
  START_OF_TIME,
  dispatch,
  due,
  given,
  killed,
  later,
  running,
  timedOut,
  workflow,
} from '../../../testing/index.js';
import { attemptTimedOut } from '../events/attempt-timed-out.js';
import { runFailed } from '../events/run-failed.js';
import { taskFailed } from '../events/task-failed.js';
import { taskRetrying } from '../events/task-retrying.js';

const limited = workflow({ a: { timeoutMs: 60_000 } });
const error = { code: 'TIMED_OUT', message: 'The attempt ran longer than its time-out of 60 s.' };
const forGood = taskFailed({ task: 'a', ...error, allowed: false });

describe('ReportAttemptTimedOut', () => {
  it('fails the task run with the code TIMED_OUT, whatever the exit code', () => {
    given(limited, dispatch('a'), running('a'), later(60_000))
      .when(timedOut('a', { exitCode: 0, logTail: 'still copying' }))
      .then(
        attemptTimedOut({ task: 'a', attempt: 1, exitCode: 0, ...error, logTail: 'still copying' }),
        forGood,
        runFailed({ because: 'a' }),
      )
      .andEffects({ effect: 'CancelTimer', task: 0 }, { effect: 'EndRun' });
  });

  it('tries again as retry says', () => {
    given(
      workflow({ a: { timeoutMs: 60_000, retry: { max: 1 } } }),
      dispatch('a'),
      running('a'),
      later(60_000),
    )
      .when(timedOut('a'))
      .then(
        attemptTimedOut({ task: 'a', attempt: 1, ...error }),
        taskRetrying({ task: 'a', dueAt: START_OF_TIME + 70_000, cause: 'timed-out', counts: true }),
      );
  });

  it('fails for good when retry.on does not name it', () => {
    given(
      workflow({ a: { timeoutMs: 60_000, retry: { max: 1, on: ['failed'] } } }),
      dispatch('a'),
      running('a'),
    )
      .when(timedOut('a'))
      .thenAmong(forGood);
  });

  it('is what a kill amounts to that the overdue guard has asked for', () => {
    given(limited, dispatch('a'), running('a'), later(85_000), due('a'))
      .when(killed('a', { exitCode: 137 }))
      .then(
        attemptTimedOut({ task: 'a', attempt: 1, exitCode: 137, ...error }),
        forGood,
        runFailed({ because: 'a' }),
      );
  });
});
