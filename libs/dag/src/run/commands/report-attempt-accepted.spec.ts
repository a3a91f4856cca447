import { describe, it } from 'vitest';
import { accepted, dispatch, given, running, succeeded, workflow } from '../../../testing/index.js';
import { attemptAccepted } from '../events/attempt-accepted.js';

const one = workflow({ a: [], b: [] });

describe('ReportAttemptAccepted', () => {
  it('is recorded', () => {
    given(one, dispatch('a'))
      .when(accepted('a'))
      .then(attemptAccepted({ task: 'a', attempt: 1 }))
      .andEffects();
  });

  it('is rejected a second time', () => {
    given(one, dispatch('a'), accepted('a')).when(accepted('a')).thenRejected('DUPLICATE_REPORT');
  });

  it('is rejected when the attempt runs already', () => {
    given(one, dispatch('a'), running('a')).when(accepted('a')).thenRejected('DUPLICATE_REPORT');
  });

  it('is late when the attempt has ended', () => {
    given(one, dispatch('a'), succeeded('a')).when(accepted('a')).thenRejected('LATE_REPORT');
  });
});
