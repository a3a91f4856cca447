import { describe, expect, it } from 'vitest';
import type { TaskInit } from '../../testing/index.js';
import { dispatch, givenNoRun, start, stateAfter, succeeded, workflow } from '../../testing/index.js';
import { dispatchInputs } from './dispatch-inputs.js';
import { taskOf } from './state.js';

const inputsOf = (init: TaskInit) => {
  const run = stateAfter(workflow({ a: [], b: { needs: ['a'], ...init } }), [
    dispatch('a'),
    succeeded('a', { outputs: { rows: '17', day: { $date: '2026-11-20' } } }),
  ]);
  return dispatchInputs(run, taskOf(run, 'b').node);
};

describe('dispatchInputs', () => {
  it('are empty for a task that refers to nothing', () => {
    expect(inputsOf({ env: { PLAIN: 'text', ESCAPED: '$${{ params.x }}' } })).toEqual({
      params: {},
      tasks: {},
    });
  });

  it('hold just the outputs that are referred to, encoded', () => {
    expect(inputsOf({ env: { DAY: '${{ tasks.a.outputs.day }}' } }).tasks).toEqual({
      a: { outputs: { day: { $date: '2026-11-20' } }, state: 'succeeded', attempt: 1 },
    });
  });

  it('hold all outputs of a task whose outputs are referred to as a whole', () => {
    expect(
      Object.keys(inputsOf({ env: { ALL: '${{ tasks.a.outputs }}' } }).tasks['a']?.outputs ?? {}),
    ).toEqual(['rows', 'day']);
  });

  it('leave out an output that was not given', () => {
    expect(inputsOf({ env: { X: '${{ tasks.a.outputs.nothing }}' } }).tasks['a']?.outputs).toEqual({});
  });

  it('hold state and attempt without outputs', () => {
    expect(inputsOf({ env: { S: '${{ tasks.a.state }}' } }).tasks).toEqual({
      a: { outputs: {}, state: 'succeeded', attempt: 1 },
    });
  });

  it('look into lists and maps of the task’s own keys', () => {
    const settings = { request: { headers: [{ value: 'n=${{ tasks.a.outputs.rows }}' }] } };

    expect(inputsOf({ settings }).tasks['a']?.outputs).toEqual({ rows: '17' });
  });

  it('hold the parameters that are referred to, null where none was given', () => {
    const string = { type: 'string', required: false, secret: false } as const;
    const env = { A: '${{ params.region }}', B: '${{ params.note }}' };
    const definition = workflow({ a: { env } }, { params: { region: string, note: string, other: string } });
    const { run } = givenNoRun(definition)
      .when(start(definition, { params: { region: 'eu', other: 'x' } }))
      .thenAmong();

    expect(dispatchInputs(run, taskOf(run, 'a').node).params).toEqual({ region: 'eu', note: null });
  });
});
