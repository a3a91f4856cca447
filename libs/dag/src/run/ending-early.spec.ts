import { describe, expect, it } from 'vitest';
import {
  RunDriver,
  WORKER,
  conditionsTask,
  dispatch,
  failed,
  given,
  later,
  lost,
  runTimeout,
  runToEnd,
  succeeded,
  switchTask,
  workflow,
} from '../../testing/index.js';
import { pauseRun } from './commands/pause-run.js';
import { resumeRun } from './commands/resume-run.js';
import { stopRun } from './commands/stop-run.js';
import { attemptFailed } from './events/attempt-failed.js';
import { runFailureDeclared } from './events/run-failure-declared.js';
import { runFailed } from './events/run-failed.js';
import { taskFailed } from './events/task-failed.js';
import { taskKilled } from './events/task-killed.js';
import { taskQueued } from './events/task-queued.js';
import { taskSkipped } from './events/task-skipped.js';

const end = { failureStrategy: 'end' } as const;
const always = { runIf: 'always' } as const;
const error = { code: 'EXIT_CODE', message: 'It ended with exit code 1.' };
const skipped = (task: string) => taskSkipped({ task, reason: 'run-ending' });

describe('failureStrategy: continue', () => {
  it('lets everything go on that is not downstream of the failure', () => {
    const definition = workflow({ a: [], b: ['a'], c: [], d: ['c'] });
    const { states, phase } = runToEnd(definition, { a: 'failed', c: { end: 'succeeded', takes: 1000 } });

    expect([states, phase]).toEqual([
      { a: 'failed', b: 'upstream-failed', c: 'succeeded', d: 'succeeded' },
      'failed',
    ]);
  });

  it('names the first failure that nobody handled', () => {
    const definition = workflow({ a: [], check: conditionsTask(['a'], { when: 'true' }), b: [], c: [] });
    const outcomes = {
      a: 'failed',
      b: { end: 'failed', takes: 20 },
      c: { end: 'failed', takes: 10 },
    } as const;

    expect(runToEnd(definition, outcomes).history.at(-1)?.event).toEqual(runFailed({ because: 'c' }));
  });
});

describe('failureStrategy: end', () => {
  it('kills what runs, skips the rest, and queues clean-up whose needs are settled', () => {
    const definition = workflow(
      { a: [], b: [], late: { delayMs: 9000 }, after: ['a'], cleanup: { needs: ['a'], ...always } },
      end,
    );

    given(definition, dispatch('a'), dispatch('b'))
      .when(failed('a'))
      .then(
        attemptFailed({ task: 'a', attempt: 1, ...error }),
        taskFailed({ task: 'a', ...error, allowed: false }),
        runFailureDeclared({ because: 'task-failed', task: 'a' }),
        skipped('late'),
        skipped('after'),
        taskQueued({ task: 'cleanup', attempt: 1 }),
      )
      .andEffects(
        { effect: 'StopTask', task: 1, attempt: 1, worker: WORKER, cause: 'run-failing' },
        { effect: 'CancelTimer', task: 2 },
        { effect: 'CancelTimer', task: 3 },
        { effect: 'OfferTask', task: 4 },
      );
  });

  it('waits until the retries are used up', () => {
    const definition = workflow({ a: { retry: { max: 1 } }, b: { delayMs: 9999 } }, end);
    const driver = new RunDriver(definition, { a: 'failed' }).start();

    expect(driver.advance(9998).phase).toBe('running');
    expect(driver.advance(2).phase).toBe('failed');
  });

  it('runs clean-up to its end with delay, if, retries and clean-up behind it', () => {
    const definition = workflow(
      {
        a: [],
        first: { needs: ['a'], ...always, delayMs: 1000, retry: { max: 1, delayMs: 1000 } },
        unwanted: { needs: ['a'], ...always, if: "tasks.a.state == 'succeeded'" },
        last: { needs: ['first', 'unwanted'], ...always },
        never: { needs: ['first'] },
      },
      end,
    );
    const driver = runToEnd(definition, { a: 'failed', first: ['failed', 'succeeded'] });

    expect(driver.states).toEqual({
      a: 'failed',
      first: 'succeeded',
      unwanted: 'skipped',
      last: 'succeeded',
      never: 'skipped',
    });
    expect([driver.timeOf('RunFailed'), driver.phase]).toEqual([2000, 'failed']);
    expect(driver.history.at(-1)?.event).toEqual(runFailed({ because: 'a' }));
  });

  it('chooses a branch that is clean-up', () => {
    const tidy = switchTask(['a'], [{ if: 'true', then: ['one'] }], ['two'], always);
    const definition = workflow(
      { a: [], tidy, one: { needs: ['tidy'], ...always }, two: { needs: ['tidy'] } },
      end,
    );

    expect(runToEnd(definition, { a: 'failed' }).states).toMatchObject({
      tidy: 'succeeded',
      one: 'succeeded',
      two: 'skipped',
    });
  });

  it('kills clean-up that had started before', () => {
    const definition = workflow({ a: [], cleanup: always }, end);
    const driver = runToEnd(definition, {
      a: { end: 'failed', takes: 10 },
      cleanup: { end: 'succeeded', takes: 1000 },
    });

    expect([driver.states['cleanup'], driver.timeOf('RunFailed')]).toEqual(['killed', 10]);
  });

  it('does not try again what fails instead of being killed', () => {
    const definition = workflow({ a: [], b: { retry: { max: 5 } } }, end);
    const { states } = runToEnd(definition, {
      a: { end: 'failed', takes: 10 },
      b: { end: 'failed', takes: 20, obeys: false },
    });

    expect(states['b']).toBe('failed');
  });

  it('takes a success that came before the kill', () => {
    const definition = workflow({ a: [], b: [], c: ['b'] }, end);
    const { states } = runToEnd(definition, {
      a: { end: 'failed', takes: 10 },
      b: { end: 'succeeded', takes: 20, obeys: false },
    });

    expect(states).toMatchObject({ b: 'succeeded', c: 'skipped' });
  });

  it('kills what is held', () => {
    const definition = workflow({ a: [], b: { onWorkerLost: 'hold' } }, end);

    given(definition, dispatch('a'), dispatch('b'), lost('b'))
      .when(failed('a'))
      .thenAmong(taskKilled({ task: 'b' }), runFailed({ because: 'a' }));
  });

  it('ends a pause', () => {
    given(workflow({ a: [], b: [] }, end), dispatch('a'), pauseRun({}))
      .when(failed('a'))
      .thenAmong(
        runFailureDeclared({ because: 'task-failed', task: 'a' }),
        skipped('b'),
        runFailed({ because: 'a' }),
      );
  });

  it('offers clean-up again that a pause had kept queued', () => {
    given(workflow({ a: [], cleanup: always }, end), dispatch('a'), pauseRun({}))
      .when(failed('a'))
      .thenAmong()
      .andEffects({ effect: 'OfferTask', task: 1 });
  });

  it('decides a clean-up branch that a pause had kept queued', () => {
    const tidy = switchTask(['b'], [{ if: 'true', then: ['one'] }], [], always);
    const definition = workflow({ a: [], b: [], tidy, one: { needs: ['tidy'], ...always } }, end);
    const driver = new RunDriver(definition, {
      a: { end: 'failed', takes: 20 },
      b: { end: 'succeeded', takes: 10 },
    });
    driver.start().send(pauseRun({})).finish();

    expect(driver.states).toEqual({ a: 'failed', b: 'succeeded', tidy: 'succeeded', one: 'succeeded' });
    expect(driver.phase).toBe('failed');
  });
});

describe('the time-out of a run', () => {
  const timed = { timeoutMs: 60_000 } as const;

  it('ends the run as failed, and clean-up still runs', () => {
    const definition = workflow({ a: [], cleanup: { needs: ['a'], ...always } }, timed);
    const driver = runToEnd(definition, { a: 'silent', cleanup: { end: 'succeeded', takes: 100_000 } });

    expect(driver.states).toEqual({ a: 'killed', cleanup: 'succeeded' });
    expect(driver.history.at(-1)).toMatchObject({ event: runFailed({ because: 'timed-out' }) });
    expect(driver.timeOf('RunFailed')).toBe(160_000);
  });

  it('fails a run whose tasks all succeed after it', () => {
    const definition = workflow({ a: [] }, timed);

    expect(runToEnd(definition, { a: { end: 'succeeded', takes: 60_001, obeys: false } }).phase).toBe(
      'failed',
    );
  });

  it('stands still while the run is paused, and only then', () => {
    const definition = workflow({ a: [], b: ['a'] }, timed);
    const driver = new RunDriver(definition, { a: { end: 'succeeded', takes: 20_000 }, b: 'silent' }).start();
    driver.advance(10_000).send(pauseRun({}));
    driver.advance(3_600_000).send(resumeRun({})).finish();

    // It ran for 20 s, ten of them pausing, and 40 s were left.
    expect(driver.timeOf('RunPaused')).toBe(20_000);
    expect(driver.timeOf('RunFailureDeclared')).toBe(10_000 + 3_600_000 + 40_000);
  });

  it('moves a run from failing to stopping when a person stops it', () => {
    const definition = workflow({ a: [], cleanup: { needs: ['a'], ...always } }, timed);
    const driver = new RunDriver(definition, { a: 'silent', cleanup: 'silent' }).start().advance(60_000);
    expect([driver.phase, driver.states['cleanup']]).toEqual(['failing', 'running']);

    expect(driver.send(stopRun({})).phase).toBe('stopped');
    expect(driver.states['cleanup']).toBe('killed');
  });

  it('leaves no timer behind', () => {
    const past = [dispatch('a'), later(60_000), runTimeout()] as const;
    const { run } = given(workflow({ a: [] }, timed), ...past)
      .when(succeeded('a'))
      .thenAmong();

    expect([run.timeoutIn, run.phase]).toEqual([0, 'failed']);
  });
});

describe('the time-out of an attempt', () => {
  const definition = workflow({ a: { timeoutMs: 60_000, retry: { max: 1, delayMs: 1000 } } });

  it('is reported by the worker', () => {
    const driver = runToEnd(definition, { a: [{ end: 'timed-out', takes: 60_000 }, 'succeeded'] });

    expect([driver.states['a'], driver.timeOf('AttemptRunning', 'a', 2)]).toEqual(['succeeded', 61_000]);
    expect(driver.trail).not.toContain('AttemptOverdue a');
  });

  it('is enforced by the master 25 s later', () => {
    const driver = runToEnd(definition, { a: ['silent', 'succeeded'] });

    expect(driver.timeOf('AttemptOverdue', 'a')).toBe(85_000);
    expect(driver.timeOf('AttemptTimedOut', 'a')).toBe(85_000);
    expect(driver.states['a']).toBe('succeeded');
  });

  it('leaves a success alone that came while the kill was under way', () => {
    const driver = runToEnd(definition, { a: { end: 'succeeded', takes: 90_000, obeys: false } });

    expect([driver.states['a'], driver.timeOf('AttemptSucceeded', 'a')]).toEqual(['succeeded', 90_000]);
  });
});
