import { switchTask, workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, dispatched, failed, queued, running } from '../../testing/index.js';
import { attemptOrder } from './i3-attempt-order.js';

const only = { invariants: [attemptOrder] };
const log = (): LogBuilder =>
  new LogBuilder(workflow({ a: { retry: { max: 3 } } })).start([queued('a'), dispatched('a')]);

describe('I3', () => {
  it('passes where an attempt follows the end of the one before it', async () => {
    expect(
      await log()
        .record([failed('a')])
        .record([queued('a', 2), dispatched('a', 2)])
        .violations(only),
    ).toEqual([]);
  });

  it('catches a second attempt while the first is with its worker', async () => {
    expect(
      await log()
        .record([running('a'), queued('a', 2)])
        .violations(only),
    ).toEqual(['I3 a 3']);
    expect(
      await log()
        .record([dispatched('a', 2)])
        .violations(only),
    ).toEqual(['I3 a 3']);
  });

  it('catches an attempt that is left out', async () => {
    expect(
      await log()
        .record([failed('a'), queued('a', 3)])
        .violations(only),
    ).toEqual(['I3 a 3']);
  });

  it('catches an attempt that is dispatched twice', async () => {
    expect(
      await log()
        .record([failed('a'), dispatched('a', 1)])
        .violations(only),
    ).toEqual(['I3 a 3']);
  });

  it('catches a logic task that is given to a worker', async () => {
    const logic = new LogBuilder(workflow({ s: switchTask([], []) })).start([dispatched('s', 0)]);
    expect(await logic.violations(only)).toEqual(['I3 s 2']);
  });
});
