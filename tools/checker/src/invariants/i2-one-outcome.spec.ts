import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import {
  LogBuilder,
  dispatched,
  event,
  failed,
  queued,
  runFailed,
  running,
  succeeded,
  taskFailed,
} from '../../testing/index.js';
import { oneOutcome } from './i2-one-outcome.js';

const only = { invariants: [oneOutcome] };
const definition = workflow({ a: { retry: { max: 1 } } });
const log = (): LogBuilder => new LogBuilder(definition).start([queued('a'), dispatched('a'), running('a')]);

describe('I2', () => {
  it('passes where each attempt ends once', async () => {
    const good = log().record([failed('a'), taskFailed('a'), runFailed('a')]);
    expect(await good.violations(only)).toEqual([]);
  });

  it('catches a second outcome of an attempt', async () => {
    const { violations } = await log()
      .record([failed('a')])
      .record([succeeded('a')])
      .check(only);
    expect(violations).toMatchObject([
      {
        invariant: 'I2',
        task: 'a',
        offset: 4,
        sentence: 'AttemptSucceeded of attempt 1, which has ended before with AttemptFailed.',
      },
    ]);
  });

  it('catches a report that is accepted after the end', async () => {
    expect(
      await log()
        .record([failed('a')])
        .record([running('a')])
        .violations(only),
    ).toEqual(['I2 a 4']);
  });

  it('catches an outcome of an attempt that is not the current one', async () => {
    expect(
      await log()
        .record([event('AttemptLost', { task: 'a', attempt: 2, reason: 'x' })])
        .violations(only),
    ).toEqual(['I2 a 3']);
  });
});
