import { describe, expect, it } from 'vitest';
import { conditionsTask, runToEnd, switchTask, workflow } from '../../testing/index.js';

describe('switch', () => {
  const rows = 'int(tasks.a.outputs.rows)';
  const definition = workflow({
    a: [],
    choice: switchTask(
      ['a'],
      [
        { if: `${rows} == 0`, then: ['none'] },
        { if: `${rows} < 10`, then: ['few', 'both'] },
        { if: `${rows} < 100`, then: ['some', 'both'] },
      ],
      ['many'],
    ),
    none: ['choice'],
    few: ['choice'],
    some: ['choice'],
    both: ['choice'],
    many: ['choice'],
    unnamed: ['choice'],
    join: ['none', 'few', 'some', 'both', 'many'],
  });

  const ran = (count: string): readonly string[] => {
    const { states } = runToEnd(definition, { a: { end: 'succeeded', outputs: { rows: count } } });
    return Object.keys(states).filter((name) => states[name] === 'succeeded');
  };

  it.each([
    { count: '0', branch: ['none'] },
    { count: '5', branch: ['few', 'both'] },
    { count: '50', branch: ['some', 'both'] },
    { count: '500', branch: ['many'] },
  ])('with $count rows runs $branch, the unnamed, and the join behind them', ({ count, branch }) => {
    expect(new Set(ran(count))).toEqual(new Set(['a', 'choice', ...branch, 'unnamed', 'join']));
  });

  it('fails with the case that could not be evaluated, and its successors are upstream-failed', () => {
    const { states, history } = runToEnd(definition, { a: { end: 'succeeded', outputs: { rows: 'x' } } });
    const failure = history.map(({ event }) => event).find((event) => event.type === 'TaskFailed');

    expect(states).toMatchObject({ choice: 'failed', few: 'upstream-failed', unnamed: 'upstream-failed' });
    expect(failure?.data.message).toMatch(/^cases\[0\]\.if: /);
  });

  it('chooses none of the named when no case is true and there is no else', () => {
    const { states } = runToEnd(
      workflow({
        choice: switchTask([], [{ if: 'false', then: ['one'] }]),
        one: ['choice'],
        other: ['choice'],
      }),
    );

    expect(states).toEqual({ choice: 'succeeded', one: 'skipped', other: 'succeeded' });
  });

  it('cuts the edge, not the task: another path still reaches it', () => {
    const { states } = runToEnd(
      workflow({ a: [], choice: switchTask([], [{ if: 'false', then: ['one'] }]), one: ['choice', 'a'] }),
    );

    expect(states['one']).toBe('succeeded');
  });

  it('gives those that were not chosen a skipped need, by whatever rule they have', () => {
    const { states } = runToEnd(
      workflow({
        choice: switchTask([], [{ if: 'false', then: ['strict', 'done', 'nonefailed'] }]),
        strict: ['choice'],
        done: { needs: ['choice'], runIf: 'all-done' },
        nonefailed: { needs: ['choice'], runIf: 'none-failed' },
      }),
    );

    expect(states).toMatchObject({ strict: 'skipped', done: 'succeeded', nonefailed: 'succeeded' });
  });

  it('passes skipped on to all its successors when it is skipped itself', () => {
    const { states } = runToEnd(
      workflow({
        choice: switchTask([], [{ if: 'true', then: ['one'] }], [], { if: 'false' }),
        one: ['choice'],
        other: ['choice'],
      }),
    );

    expect(states).toEqual({ choice: 'skipped', one: 'skipped', other: 'skipped' });
  });

  it('needs no worker', () => {
    const { trail } = runToEnd(workflow({ choice: switchTask([], []) }));

    expect(trail).toEqual(['RunStarted', 'BranchChosen choice', 'RunSucceeded']);
  });
});

describe('conditions', () => {
  const definition = workflow({
    a: [],
    check: conditionsTask(['a'], {
      when: "tasks.a.state == 'succeeded'",
      success: ['good'],
      failure: ['bad'],
    }),
    good: ['check'],
    bad: ['check'],
  });

  it('takes the list of success when `when` is true', () => {
    expect(runToEnd(definition).states).toMatchObject({ good: 'succeeded', bad: 'skipped' });
  });

  it('takes the list of failure otherwise, and the failure is handled', () => {
    const { states, phase } = runToEnd(definition, { a: 'failed' });

    expect([states, phase]).toEqual([
      { a: 'failed', check: 'succeeded', good: 'skipped', bad: 'succeeded' },
      'succeeded',
    ]);
  });

  it('fails when `when` cannot be evaluated, and handles nothing then', () => {
    const broken = workflow({ a: [], check: conditionsTask(['a'], { when: 'tasks.a.outputs.x == 1' }) });
    const { states, phase } = runToEnd(broken, { a: 'failed' });

    expect([states['check'], phase]).toEqual(['failed', 'failed']);
  });
});
