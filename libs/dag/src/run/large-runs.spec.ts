import { describe, expect, it } from 'vitest';
import type { TaskInit } from '../../testing/index.js';
import { RunDriver, RunEngine, dispatch, due, failed, start, workflow } from '../../testing/index.js';
import { continueRun } from './commands/continue-run.js';
import { pauseRun } from './commands/pause-run.js';
import { stopRun } from './commands/stop-run.js';
import type { TaskRunState } from './lifecycle.js';
import { isRejection } from './rejection.js';
import { MAX_STEP_EVENTS } from './run.js';
import { taskOf } from './state.js';

const many = (count: number, init: TaskInit = {}): Record<string, TaskInit> =>
  Object.fromEntries(Array.from({ length: count }, (_one, index) => [`t${index}`, init]));

const names = (count: number): readonly string[] => Object.keys(many(count));

const countOf = ({ state }: RunEngine, wanted: TaskRunState): number =>
  state.tasks.filter((task) => task.state === wanted).length;

describe('a decision that is too large for one record', () => {
  it('goes on until a fan-out of a thousand is done', () => {
    const definition = workflow({ root: [], ...many(1000, { needs: ['root'] }), join: names(1000) });
    const driver = new RunDriver(definition).start();

    expect(driver.phase).toBe('succeeded');
    expect(driver.states['join']).toBe('succeeded');
  });

  it('never puts more than its share into one step', () => {
    const engine = new RunEngine(workflow(many(1000)));
    const sizes: number[] = [];
    for (let result = engine.send(start(engine.definition)); ; result = engine.send(continueRun({}))) {
      if (isRejection(result)) throw new Error(result.message);
      sizes.push(result.events.length);
      if (!result.more) break;
    }

    expect(sizes).toEqual([MAX_STEP_EVENTS, MAX_STEP_EVENTS, 1001 - 2 * MAX_STEP_EVENTS]);
  });

  it('settles a chain of ten thousand tasks', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 10_000 }, (_one, index) => [`t${index}`, index === 0 ? [] : [`t${index - 1}`]]),
    );
    const driver = new RunDriver(workflow(chain), { t0: 'failed' }).start();

    expect([driver.phase, driver.states['t9999']]).toEqual(['failed', 'upstream-failed']);
  });

  it('takes reports and dispatches in between', () => {
    const engine = new RunEngine(workflow(many(1000)));
    engine.send(start(engine.definition));
    expect(countOf(engine, 'queued')).toBe(MAX_STEP_EVENTS - 1);

    engine.send(dispatch('t0'));
    expect(taskOf(engine.state, 't0').task.state).toBe('dispatched');
    expect(countOf(engine, 'queued')).toBe(2 * (MAX_STEP_EVENTS - 1) - 1);
  });

  it('is cut short by a stop, which is a large decision itself', () => {
    const engine = new RunEngine(workflow(many(1000)));
    engine.send(start(engine.definition));
    engine.send(stopRun({}));
    expect([countOf(engine, 'skipped'), engine.more]).toEqual([MAX_STEP_EVENTS - 1, true]);

    engine.continueAll();
    expect([countOf(engine, 'skipped'), engine.state.phase]).toEqual([1000, 'stopped']);
    expect(engine.history.filter(({ event }) => event.type === 'TaskQueued')).toHaveLength(
      MAX_STEP_EVENTS - 1,
    );
  });

  it('goes on under a pause, and offers nothing', () => {
    const offered: number[] = [];
    const engine = new RunEngine(workflow(many(1000)), (effect) => {
      if (effect.effect === 'OfferTask') offered.push(effect.task);
    });
    engine.send(start(engine.definition));
    engine.send(pauseRun({}));
    engine.continueAll();

    expect([countOf(engine, 'queued'), engine.state.phase, offered.length]).toEqual([
      1000,
      'paused',
      MAX_STEP_EVENTS - 1,
    ]);
  });
});

describe('a run that ends early over several steps', () => {
  const end = { failureStrategy: 'end' } as const;

  it('dispatches nothing but clean-up in between', () => {
    const definition = workflow({ a: [], ...many(1000), cleanup: { runIf: 'always' } }, end);
    const engine = new RunEngine(definition);
    engine.send(start(definition));
    engine.continueAll();
    engine.send(dispatch('a'));
    engine.send(failed('a'));
    expect([engine.state.phase, engine.more]).toEqual(['failing', true]);

    expect(engine.send(dispatch('t999'))).toMatchObject({ rejected: true, code: 'NOT_RUNNING' });
    engine.send(dispatch('cleanup'));
    engine.continueAll();
    expect([countOf(engine, 'skipped'), taskOf(engine.state, 'cleanup').task.state]).toEqual([
      1000,
      'dispatched',
    ]);
  });

  it('skips what a timer queues in between', () => {
    const definition = workflow({ a: [], ...many(1000), late: { delayMs: 5000 } }, end);
    const engine = new RunEngine(definition);
    engine.send(start(definition));
    engine.continueAll();
    engine.now += 5000;
    engine.send(dispatch('a'));
    engine.send(failed('a'));
    engine.send(due('late')(engine.state));
    engine.continueAll();

    expect([engine.state.phase, taskOf(engine.state, 'late').task.state]).toEqual(['failed', 'skipped']);
  });

  it('is stopped from the beginning when a stop comes in between', () => {
    const definition = workflow(
      { a: [], ...many(1000, { runIf: 'always' }), ...{ z: { needs: ['a'] } } },
      end,
    );
    const engine = new RunEngine(definition);
    engine.send(start(definition));
    engine.continueAll();
    engine.send(dispatch('a'));
    engine.send(failed('a'));
    engine.send(stopRun({}));
    engine.continueAll();

    expect([engine.state.phase, countOf(engine, 'skipped')]).toEqual(['stopped', 1001]);
  });
});
