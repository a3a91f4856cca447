import { describe, expect, it } from 'vitest';
import {
  RunDriver,
  START_OF_TIME,
  dispatch,
  due,
  failed,
  later,
  lost,
  running,
  stateAfter,
  workflow,
} from '../../testing/index.js';
import type { Past } from '../../testing/index.js';
import { pauseRun } from './commands/pause-run.js';
import { resumeRun } from './commands/resume-run.js';
import { stopRun } from './commands/stop-run.js';
import { RUN_TIMEOUT } from './effects.js';
import { timersOf } from './timers.js';

const at = (task: number, ms: number) => ({ task, dueAt: START_OF_TIME + ms });
const A = { timeoutMs: 60_000, retry: { max: 1 } } as const;
const definition = workflow({ a: A, late: { delayMs: 5000 }, other: [] }, { timeoutMs: 600_000 });

describe('timersOf', () => {
  const cases: readonly {
    readonly when: string;
    readonly past: readonly Past[];
    readonly timers: readonly object[];
  }[] = [
    { when: 'a task is delayed', past: [], timers: [at(RUN_TIMEOUT, 600_000), at(1, 5000)] },
    { when: 'the delay is over', past: [later(5000), due('late')], timers: [at(RUN_TIMEOUT, 600_000)] },
    {
      when: 'an attempt with a time-out runs',
      past: [dispatch('a'), later(1000), running('a')],
      timers: [at(RUN_TIMEOUT, 600_000), at(0, 86_000), at(1, 5000)],
    },
    {
      when: 'a task waits for its retry',
      past: [dispatch('a'), running('a'), later(1000), failed('a')],
      timers: [at(RUN_TIMEOUT, 600_000), at(0, 11_000), at(1, 5000)],
    },
    {
      when: 'a worker was lost',
      past: [dispatch('other'), lost('other')],
      timers: [at(RUN_TIMEOUT, 600_000), at(1, 5000), at(2, 30_000)],
    },
    { when: 'the run is paused', past: [pauseRun({})], timers: [at(1, 5000)] },
    {
      when: 'the run was resumed',
      past: [pauseRun({}), later(1000), resumeRun({})],
      timers: [at(RUN_TIMEOUT, 601_000), at(1, 5000)],
    },
    {
      when: 'the run is stopping',
      past: [dispatch('a'), running('a'), stopRun({})],
      timers: [at(0, 85_000)],
    },
    { when: 'the run has ended', past: [stopRun({})], timers: [] },
  ];

  it.each(cases)('lists what is set when $when', ({ past, timers }) => {
    expect(timersOf(stateAfter(definition, past))).toEqual(timers);
  });
});

describe('timers that are due while the run is paused', () => {
  it('make ready, start nothing, and are offered on resume', () => {
    const sample = workflow({ a: { retry: { max: 1 } }, b: { delayMs: 15_000 }, c: [] });
    const driver = new RunDriver(sample, {
      a: ['failed', 'succeeded'],
      c: { end: 'succeeded', takes: 1000 },
    }).start();
    driver.send(pauseRun({})).advance(60_000);
    expect([driver.phase, driver.states]).toEqual(['paused', { a: 'queued', b: 'queued', c: 'succeeded' }]);

    driver.send(resumeRun({}));
    expect([
      driver.phase,
      driver.timeOf('TaskDispatched', 'a', 2),
      driver.timeOf('TaskDispatched', 'b'),
    ]).toEqual(['succeeded', 60_000, 60_000]);
  });
});
