import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, dispatched, done, event, queued, runSucceeded } from '../../testing/index.js';

const log = (): LogBuilder => new LogBuilder(workflow({ a: { delivery: 'at-most-once' }, b: ['a'] }));
const held = [
  queued('a'),
  dispatched('a'),
  event('AttemptOutcomeUnknown', { task: 'a', attempt: 1, reason: 'x' }),
  event('TaskHeld', { task: 'a', reason: 'x' }),
];

describe('I14', () => {
  it('passes runs that have ended, are paused, or wait for a person', async () => {
    expect(
      await log()
        .start([...done('a'), ...done('b'), runSucceeded()])
        .violations(),
    ).toEqual([]);
    const pause = { ...event('RunPauseRequested', {}) };
    const paused = log()
      .start()
      .record([pause, event('RunPaused', {})], { cause: { type: 'PauseRun' } });
    expect(await paused.violations()).toEqual([]);
    expect(await log().start(held).violations()).toEqual([]);
  });

  it('catches a run that is left with a worker, in a heap, or with nobody', async () => {
    expect(
      await log()
        .start([queued('a'), dispatched('a')])
        .violations(),
    ).toEqual(['I14 - 2']);
    expect(
      await log()
        .start([queued('a')])
        .violations(),
    ).toEqual(['I14 - 2']);
    const { violations } = await log().start(done('a')).check();
    expect(violations).toMatchObject([
      { sentence: "The run has not ended: it is running, 1 of its task runs are open, one is 'b'." },
    ]);
  });

  it('catches a run that is left pausing', async () => {
    const pausing = log()
      .start()
      .record([event('RunPauseRequested', {})], { cause: { type: 'PauseRun' } });
    expect(await pausing.violations()).toEqual(['I14 - 2']);
  });
});
