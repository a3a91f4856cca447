import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import {
  LogBuilder,
  dispatched,
  done,
  event,
  failed,
  queued,
  runSucceeded,
  running,
  taskFailed,
} from '../../testing/index.js';
import { lifecycle } from './lifecycle.js';

const only = { invariants: [lifecycle] };
const log = (): LogBuilder => new LogBuilder(workflow({ a: [], b: [] }));

describe('LIFECYCLE', () => {
  it('passes moves that the tables allow', async () => {
    expect(
      await log()
        .start([...done('a'), ...done('b'), runSucceeded()])
        .violations(only),
    ).toEqual([]);
  });

  it('catches a task run that skips a state', async () => {
    const { violations } = await log()
      .start([dispatched('a')])
      .check(only);
    expect(violations).toMatchObject([
      {
        invariant: 'LIFECYCLE',
        task: 'a',
        sentence: 'TaskDispatched: the task run goes from waiting to dispatched.',
      },
    ]);
  });

  it('catches a final state that is left, and one that is entered again', async () => {
    expect(
      await log()
        .start([...done('a'), queued('a', 2)])
        .violations(only),
    ).toEqual(['LIFECYCLE a 2', 'LIFECYCLE a 2']);
    const again = [queued('a'), dispatched('a'), failed('a'), taskFailed('a'), taskFailed('a')];
    expect(await log().start(again).violations(only)).toEqual(['LIFECYCLE a 2']);
  });

  it('catches an attempt that goes back', async () => {
    const back = [
      queued('a'),
      dispatched('a'),
      running('a'),
      event('AttemptAccepted', { task: 'a', attempt: 1 }),
    ];
    expect(await log().start(back).violations(only)).toEqual(['LIFECYCLE a 2']);
  });

  it('catches a run that resumes while it is ending', async () => {
    const resumed = [event('RunStopRequested', {}), event('RunResumed', {})];
    expect(await log().start(resumed).violations(only)).toEqual(['LIFECYCLE - 2']);
  });
});
