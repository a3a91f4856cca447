import { describe, expect, it } from 'vitest';
import { dispatch, givenNoRun, later, start, stateAfter, succeeded, workflow } from '../../testing/index.js';
import { evaluateCondition } from './run-scope.js';

const string = { type: 'string', required: false, secret: false } as const;
const definition = workflow(
  { a: [], 'no-data': ['a'] },
  {
    params: { region: { ...string, default: 'eu' }, note: string },
    labels: { team: 'sales' },
    timezone: 'Europe/Berlin',
  },
);
const run = stateAfter(definition, [later(1000), dispatch('a'), succeeded('a', { outputs: { rows: 17 } })]);

describe('evaluateCondition', () => {
  it.each([
    "params.region == 'eu'",
    'params.note == null',
    "run.id == 'run-1'",
    'run.round == 1',
    "run.trigger == 'test'",
    "run.labels['team'] == 'sales'",
    "run.logicalDate.format('yyyy-MM-dd HH:mm') == '2026-11-23 03:00'",
    'run.startTime == run.logicalDate',
    'run.scheduledTime == null',
    'tasks.a.outputs.rows == 17',
    "tasks.a.state == 'succeeded'",
    'tasks.a.attempt == 1',
    "tasks['no-data'].state == 'queued'",
  ])('%s is true', (source) => {
    expect(evaluateCondition(run, source)).toEqual({ ok: true, value: true });
  });

  it('says what was given where a boolean was expected', () => {
    expect(evaluateCondition(run, 'params.note')).toEqual({
      ok: false,
      message: "'params.note' gives null, expected a boolean.",
    });
  });

  it('names what was given in the words of the workflow file', () => {
    expect(evaluateCondition(run, '5')).toEqual({
      ok: false,
      message: "'5' gives integer, expected a boolean.",
    });
  });

  it.each(['tasks.a.outputs.missing == 1', '1 / 0 == 1', 'int("x") == 1'])(
    '%s is a failure, not an exception',
    (source) => {
      expect(evaluateCondition(run, source)).toMatchObject({ ok: false });
    },
  );

  it('takes the logical date that was given', () => {
    const given = givenNoRun(definition)
      .when(start(definition, { logicalDate: Date.UTC(2026, 0, 1, 12) }))
      .thenAmong();

    expect(
      evaluateCondition(given.run, "run.logicalDate.format('yyyyMMdd HH') == '20260101 13'"),
    ).toMatchObject({ value: true });
  });
});
