import { describe, expect, it } from 'vitest';
import { after, anEvent, RUN_ID } from '../../testing/fixtures.js';
import { RunView } from './run-view.js';

function viewOf(taskCount: number, ...events: Parameters<RunView['apply']>[0][]): RunView {
  const view = new RunView(RUN_ID, 'retail/daily-sales', taskCount);
  events.forEach((event) => view.apply(event));
  return view;
}

describe('the view of a run', () => {
  it('counts tasks that have not moved as waiting', () => {
    const view = viewOf(3, anEvent('RunStarted', 0), anEvent('TaskQueued', 1, { task: 'a', attempt: 1 }));
    expect(Object.fromEntries(view.counts())).toEqual({ queued: 1, waiting: 2 });
    expect(view).toMatchObject({ state: 'running', startedAt: Date.parse(after(0)) });
  });

  it('follows a task over a retry to its end', () => {
    const failure = { code: 'EXIT_CODE', message: 'exit code 1' };
    const view = viewOf(
      1,
      anEvent('TaskDispatched', 1, { task: 'a', attempt: 1, data: { worker: 'w1' } }),
      anEvent('AttemptRunning', 2, { task: 'a', attempt: 1 }),
      anEvent('AttemptFailed', 3, { task: 'a', attempt: 1, data: failure }),
      anEvent('TaskRetrying', 4, { task: 'a', data: { cause: 'failed' } }),
    );
    expect(view.tasks.get('a')).toMatchObject({ state: 'retrying', attempt: 1, failure, worker: 'w1' });
    view.apply(anEvent('AttemptRunning', 5, { task: 'a', attempt: 2 }));
    view.apply(anEvent('AttemptSucceeded', 6, { task: 'a', attempt: 2 }));
    expect(view.tasks.get('a')).toMatchObject({ state: 'succeeded', attempt: 2 });
  });

  it('tells allowed failures apart', () => {
    const view = viewOf(
      1,
      anEvent('TaskFailed', 1, { task: 'a', data: { code: 'X', message: '', allowed: true } }),
    );
    expect(Object.fromEntries(view.counts())).toEqual({ allowed: 1 });
  });

  it('knows when and why the run ended', () => {
    const view = viewOf(1, anEvent('RunStarted', 0), anEvent('RunFailed', 9, { data: { because: 'a' } }));
    expect(view).toMatchObject({ state: 'failed', because: 'a', endedAt: Date.parse(after(9)) });
  });

  it('leaves alone what it does not know', () => {
    const view = viewOf(1);
    expect(view.apply(anEvent('constructor', 1, { task: 'a' }))).toBeUndefined();
    expect(view.apply(anEvent('SomethingNew', 1, { data: null }))).toBeUndefined();
  });
});
