import { describe, it } from 'vitest';
import {
  START_OF_TIME,
  accepted,
  dispatch,
  given,
  later,
  running,
  workflow,
} from '../../../testing/index.js';
import { attemptRunning } from '../events/attempt-running.js';

const one = workflow({ a: [] });
const recorded = attemptRunning({ task: 'a', attempt: 1 });

describe('ReportAttemptRunning', () => {
  it('is recorded after accepted', () => {
    given(one, dispatch('a'), accepted('a')).when(running('a')).then(recorded).andEffects();
  });

  it('counts without accepted before it', () => {
    given(one, dispatch('a')).when(running('a')).then(recorded);
  });

  it('starts the guard of a time-out: time-out, 10 s of grace, 15 s for the report', () => {
    given(workflow({ a: { timeoutMs: 60_000 } }), later(1000), dispatch('a'))
      .when(running('a'))
      .then(recorded)
      .andEffects({ effect: 'StartTimer', task: 0, dueAt: START_OF_TIME + 1000 + 60_000 + 25_000 });
  });

  it('is rejected a second time', () => {
    given(one, dispatch('a'), running('a')).when(running('a')).thenRejected('DUPLICATE_REPORT');
  });
});
