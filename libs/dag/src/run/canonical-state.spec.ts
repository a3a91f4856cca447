import { describe, expect, it } from 'vitest';
import {
  START_OF_TIME,
  WORKER,
  dispatch,
  graphOf,
  stateAfter,
  succeeded,
  workflow,
} from '../../testing/index.js';
import { canonicalState, stateHash } from './canonical-state.js';

const sample = workflow({ b: [], a: ['b'], c: ['a'] });

describe('canonicalState', () => {
  it('shows tasks by name, and of them only what was touched', () => {
    const state = canonicalState(stateAfter(sample, [dispatch('b')]));

    expect(state).toEqual({
      active: 1,
      aseq: 0,
      candidates: [],
      failures: [],
      open: 3,
      outputBytes: 0,
      phase: 'running',
      round: 1,
      start: {
        run: 'run-1',
        project: 'tests',
        workflow: 'sample',
        version: 1,
        definition: graphOf(sample).hash,
        params: {},
        labels: {},
        trigger: 'test',
        priority: 'medium',
        logicalDate: [START_OF_TIME, 'UTC'],
      },
      startedAt: START_OF_TIME,
      sweep: -1,
      tasks: { b: { state: 'dispatched', attempt: 1, attemptState: 'dispatched', worker: WORKER } },
      timeoutIn: 0,
      timeoutLeft: 0,
    });
  });

  it('has sorted keys', () => {
    const keys = Object.keys(canonicalState(stateAfter(sample, [])) ?? {});

    expect(keys).toEqual([...keys].sort());
  });

  it('forgets how far candidates were judged', () => {
    const left = stateAfter(sample, []);
    const right = stateAfter(sample, []);
    left.candidates = [2];
    right.candidates = [0, 1, 2];
    right.judged = 2;

    expect(canonicalState(left)).toEqual(canonicalState(right));
  });
});

describe('stateHash', () => {
  it('is equal for equal states and differs for others', () => {
    const hash = stateHash(stateAfter(sample, [dispatch('b')]));

    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(stateHash(stateAfter(sample, [dispatch('b')]))).toBe(hash);
    expect(stateHash(stateAfter(sample, [dispatch('b'), succeeded('b')]))).not.toBe(hash);
  });
});
