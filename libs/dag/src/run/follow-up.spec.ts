import { describe, expect, it } from 'vitest';
import type { TriggerRule } from '../definition/workflow-definition.js';
import type { Outcomes } from '../../testing/index.js';
import { RunDriver, conditionsTask, runToEnd, switchTask, workflow } from '../../testing/index.js';

describe('trigger rules in a run', () => {
  /** a succeeds, b fails, c is skipped by its `if`, and each rule has a task that needs all three. */
  const needs = (runIf: TriggerRule, names: readonly string[]) => ({ needs: names, runIf });
  const mixed = (names: readonly string[]) =>
    workflow({
      s: [],
      f: [],
      k: { if: 'false' },
      'all-success': needs('all-success', names),
      'none-failed': needs('none-failed', names),
      'all-done': needs('all-done', names),
      'one-success': needs('one-success', names),
      'one-failed': needs('one-failed', names),
      'all-failed': needs('all-failed', names),
      always: needs('always', names),
    });

  const RAN = 'succeeded';
  const SKIP = 'skipped';
  const UP = 'upstream-failed';

  it.each([
    { names: ['s', 'k'], ends: [RAN, RAN, RAN, RAN, SKIP, SKIP, RAN] },
    { names: ['s', 'f'], ends: [UP, UP, RAN, RAN, RAN, SKIP, RAN] },
    { names: ['f', 'k'], ends: [UP, UP, RAN, UP, RAN, SKIP, RAN] },
    { names: ['f'], ends: [UP, UP, RAN, UP, RAN, RAN, RAN] },
    { names: ['k'], ends: [SKIP, RAN, RAN, SKIP, SKIP, SKIP, RAN] },
    { names: ['s', 'f', 'k'], ends: [UP, UP, RAN, RAN, RAN, SKIP, RAN] },
  ])('end tasks behind $names as the table says', ({ names, ends }) => {
    const { states } = runToEnd(mixed(names), { f: 'failed' });

    expect(Object.values(states).slice(3)).toEqual(ends);
  });

  it('carry upstream-failed and skipped on through a chain', () => {
    const definition = workflow({ f: [], b: ['f'], c: ['b'], k: { if: 'false' }, l: ['k'], m: ['l'] });

    expect(runToEnd(definition, { f: 'failed' }).states).toEqual({
      f: 'failed',
      b: 'upstream-failed',
      c: 'upstream-failed',
      k: 'skipped',
      l: 'skipped',
      m: 'skipped',
    });
  });

  it('count a killed need as failed', () => {
    const definition = workflow(
      { a: [], cleanup: { needs: ['a'], runIf: 'always' }, b: [] },
      { failureStrategy: 'end' },
    );
    const { states } = runToEnd(definition, { a: { end: 'silent' }, b: { end: 'failed', takes: 5 } });

    expect(states).toEqual({ a: 'killed', cleanup: 'succeeded', b: 'failed' });
  });

  it.each([
    { runIf: 'one-success', quick: 'succeeded' },
    { runIf: 'one-failed', quick: 'failed' },
  ] as const)('$runIf acts as soon as it is met', ({ runIf, quick }) => {
    const definition = workflow({ quick: [], slow: [], next: { needs: ['quick', 'slow'], runIf } });
    const driver = runToEnd(definition, { quick, slow: { end: 'succeeded', takes: 60_000 } });

    expect(driver.timeOf('TaskQueued', 'next')).toBe(0);
    expect(driver.timeOf('AttemptSucceeded', 'slow')).toBe(60_000);
    expect(driver.trail.filter((line) => line === 'TaskQueued next')).toHaveLength(1);
  });

  it.each(['all-success', 'none-failed', 'all-done', 'all-failed', 'always'] as const)(
    '%s waits until all needs are settled',
    (runIf) => {
      const definition = workflow({ quick: [], slow: [], next: { needs: ['quick', 'slow'], runIf } });
      const driver = new RunDriver(definition, {
        quick: 'failed',
        slow: { end: 'failed', takes: 60_000 },
      }).start();

      expect(driver.advance(59_999).states['next']).toBe('waiting');
      expect(driver.advance(1).states['next']).not.toBe('waiting');
    },
  );
});

describe('if', () => {
  const behind = (condition: string, outcomes: Outcomes = {}) =>
    runToEnd(workflow({ a: { allowFailure: true }, b: { needs: ['a'], if: condition } }), outcomes);

  it('runs the task when it is true', () => {
    expect(behind("tasks.a.state == 'succeeded'").states['b']).toBe('succeeded');
  });

  it('skips the task when it is false', () => {
    const { states, phase } = behind("tasks.a.state == 'failed'");

    expect([states['b'], phase]).toEqual(['skipped', 'succeeded']);
  });

  it('sees outputs with their types', () => {
    const driver = behind('int(tasks.a.outputs.rows) == 17 && tasks.a.attempt == 1', {
      a: { end: 'succeeded', outputs: { rows: '17' } },
    });

    expect(driver.states['b']).toBe('succeeded');
  });

  it('fails the task with its message when it cannot be evaluated', () => {
    const { history, phase } = behind('tasks.a.outputs.rows == 17');
    const failure = history.map(({ event }) => event).find((event) => event.type === 'TaskFailed');

    expect(failure?.data).toMatchObject({ task: 'b', code: 'EXPRESSION_ERROR', allowed: false });
    expect(failure?.data.message).toMatch(/^if: /);
    expect(phase).toBe('failed');
  });

  it('fails the task when it gives no boolean', () => {
    expect(behind("'yes'").states['b']).toBe('failed');
  });

  it('fails as allowed where allowFailure says so', () => {
    const definition = workflow({ a: { if: '1 / 0 == 1', allowFailure: true, retry: { max: 3 } }, b: ['a'] });
    const { states, phase } = runToEnd(definition);

    expect([states, phase]).toEqual([{ a: 'failed (allowed)', b: 'succeeded' }, 'succeeded']);
  });

  it('is not asked when the rule is not met', () => {
    expect(
      runToEnd(workflow({ a: [], b: { needs: ['a'], if: '1 / 0 == 1' } }), { a: 'failed' }).states['b'],
    ).toBe('upstream-failed');
  });

  it('is asked before the delay', () => {
    const driver = new RunDriver(workflow({ a: { if: 'false', delayMs: 5000 } })).start();

    expect(driver.states['a']).toBe('skipped');
  });
});

describe('enabled: false', () => {
  const off = { enabled: false } as const;

  it('joins the neighbours of a disabled task', () => {
    const driver = runToEnd(workflow({ a: [], b: { needs: ['a'], ...off }, c: ['b'] }));

    expect(driver.states).toEqual({ a: 'succeeded', c: 'succeeded' });
    expect(driver.trail.indexOf('TaskQueued c')).toBeGreaterThan(driver.trail.indexOf('AttemptSucceeded a'));
  });

  it('judges rules by the needs in its place', () => {
    const definition = workflow({
      a: [],
      b: [],
      off: { needs: ['a', 'b'], ...off },
      c: { needs: ['off'], runIf: 'all-failed' },
    });

    expect(runToEnd(definition, { a: 'failed', b: 'failed' }).states['c']).toBe('succeeded');
    expect(runToEnd(definition, { a: 'failed' }).states['c']).toBe('skipped');
  });

  it('runs a successor at once that is left without needs, whatever its rule', () => {
    const definition = workflow({ off, a: { needs: ['off'], runIf: 'one-failed' } });

    expect(runToEnd(definition).states).toEqual({ a: 'succeeded' });
  });

  it('judges handled failures without the disabled task', () => {
    const conditions = { rescue: conditionsTask(['a'], { when: "tasks.a.state == 'failed'" }) };

    expect(runToEnd(workflow({ a: [], ...conditions, extra: ['a'] }), { a: 'failed' }).phase).toBe('failed');
    expect(
      runToEnd(workflow({ a: [], ...conditions, extra: { needs: ['a'], ...off } }), { a: 'failed' }).phase,
    ).toBe('succeeded');
  });

  it('gives branches to the direct successors that are left', () => {
    const definition = workflow({
      a: [],
      choice: switchTask(['a'], [{ if: 'true', then: ['yes'] }], ['no']),
      off: { needs: ['choice'], ...off },
      behind: ['off'],
      yes: ['choice'],
      no: ['choice'],
    });

    expect(runToEnd(definition).states).toMatchObject({
      behind: 'succeeded',
      yes: 'succeeded',
      no: 'skipped',
    });
  });
});

describe('allowFailure', () => {
  it('counts a final failure as success for successors and for the run', () => {
    const definition = workflow({
      a: { allowFailure: true, retry: { max: 1, delayMs: 0 } },
      b: ['a'],
      c: { needs: ['a'], runIf: 'one-failed' },
    });
    const { states, phase } = runToEnd(definition, { a: 'failed' });

    expect([states, phase]).toEqual([{ a: 'failed (allowed)', b: 'succeeded', c: 'skipped' }, 'succeeded']);
  });

  it('includes a time-out', () => {
    expect(runToEnd(workflow({ a: { allowFailure: true, timeoutMs: 1000 } }), { a: 'timed-out' }).phase).toBe(
      'succeeded',
    );
  });

  it('does not include upstream-failed', () => {
    const { states, phase } = runToEnd(workflow({ a: [], b: { needs: ['a'], allowFailure: true } }), {
      a: 'failed',
    });

    expect([states['b'], phase]).toEqual(['upstream-failed', 'failed']);
  });

  it('does not end a run with failureStrategy: end', () => {
    const definition = workflow(
      { a: { allowFailure: true }, b: { delayMs: 1000 } },
      { failureStrategy: 'end' },
    );

    expect(runToEnd(definition, { a: 'failed' }).states['b']).toBe('succeeded');
  });

  it('lets none of the named go on behind a switch that could not choose', () => {
    const cases = [{ if: '1 / 0 == 1', then: ['one'] }];
    const definition = workflow({
      choice: switchTask([], cases, ['two'], { allowFailure: true }),
      one: ['choice'],
      two: ['choice'],
      unnamed: ['choice'],
    });

    expect(runToEnd(definition).states).toEqual({
      choice: 'failed (allowed)',
      one: 'skipped',
      two: 'skipped',
      unnamed: 'succeeded',
    });
  });
});

describe('delay', () => {
  it('waits between ready and queued', () => {
    const driver = runToEnd(workflow({ a: [], b: { needs: ['a'], delayMs: 5000 } }), {
      a: { end: 'succeeded', takes: 1000 },
    });

    expect(driver.timeOf('TaskDelayed', 'b')).toBe(1000);
    expect(driver.timeOf('TaskQueued', 'b')).toBe(6000);
  });

  it('is not waited out again before a retry', () => {
    const driver = runToEnd(workflow({ a: { delayMs: 5000, retry: { max: 1, delayMs: 0 } } }), {
      a: ['failed', 'succeeded'],
    });

    expect(driver.timeOf('TaskQueued', 'a', 2)).toBe(5000);
  });

  it('delays a branch, whose if is not asked again', () => {
    const definition = workflow({ a: [], choice: switchTask(['a'], [], [], { delayMs: 5000, if: 'true' }) });
    const driver = runToEnd(definition);

    expect(driver.timeOf('BranchChosen', 'choice')).toBe(5000);
  });
});
