import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import {
  LogBuilder,
  RUN,
  dispatched,
  done,
  queued,
  runSucceeded,
  running,
  succeeded,
} from '../testing/index.js';
import { coldRuns } from './cold-runs.js';

describe('cold runs', () => {
  it('are all runs of a log as their events leave them', async () => {
    const log = new LogBuilder(workflow({ a: [], b: ['a'] })).start([queued('a')]);
    const begun = await coldRuns(log.source);
    log.record([dispatched('a'), running('a'), succeeded('a')]).record([...done('b'), runSucceeded()]);

    expect([...begun.values()]).toEqual([
      { id: RUN, state: 'running', round: 1, tasks: { a: 'queued', b: 'waiting' } },
    ]);
    expect((await coldRuns(log.source)).get(RUN)).toEqual({
      id: RUN,
      state: 'succeeded',
      round: 1,
      tasks: { a: 'succeeded', b: 'succeeded' },
    });
  });
});
