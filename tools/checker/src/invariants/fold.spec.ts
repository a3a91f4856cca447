import { evolve, stateHash } from '@millrace/dag';
import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, RUN, done, queued, runSucceeded, running } from '../../testing/index.js';
import { checkLog } from '../check-log.js';
import { coldFold } from './fold.js';

const only = { invariants: [coldFold] };
const OTHER = '0195c000-0000-8000-8000-000000000002';
const log = (): LogBuilder => new LogBuilder(workflow({ a: [] }));

describe('FOLD', () => {
  it('passes a log that folds', async () => {
    expect(
      await log()
        .start([...done('a'), runSucceeded()])
        .violations(only),
    ).toEqual([]);
  });

  it('catches an event that this release does not know, once a run', async () => {
    const unknown = { type: 'TaskTeleported', v: 1, data: {} };
    const { violations } = await log()
      .start([unknown])
      .record([queued('a')])
      .check(only);
    expect(violations).toMatchObject([
      { offset: 2, sentence: "There is no event 'TaskTeleported' in this release." },
    ]);
  });

  it('catches an event without its form', async () => {
    const formless = { type: 'TaskQueued', v: 1, data: { task: 'a', attempt: 'one' } };
    expect(await log().start([formless]).violations(only)).toEqual(['FOLD a 2']);
  });

  it('catches an event of a task that the definition does not have', async () => {
    expect(
      await log()
        .start([queued('z')])
        .violations(only),
    ).toEqual(['FOLD - 2']);
  });

  it('catches a run that never started', async () => {
    expect(
      await log()
        .record([queued('a')])
        .record([running('a')])
        .violations(only),
    ).toEqual(['FOLD - 2']);
  });

  it('catches a definition that is missing', async () => {
    const strange = { ...log().start().source, graph: () => undefined };
    const { violations } = await checkLog(strange, only);
    expect(violations).toMatchObject([{ invariant: 'FOLD', offset: 2 }]);
  });

  it('catches a state that is not the one its master had, at the record that says so', async () => {
    const state = evolve(undefined, log().begun, log().now, () => log().graph);
    const start = (hash: string) => log().start([], { aggs: [{ id: RUN, aseq: 1, hash }] });
    expect(await start(stateHash(state)).violations(only)).toEqual([]);
    expect(await start('0'.repeat(64)).violations(only)).toEqual(['FOLD - 2']);
  });

  it('goes on with other runs', async () => {
    const { counts } = await log()
      .start([queued('z')])
      .start([...done('a'), runSucceeded()], { run: OTHER })
      .check(only);
    expect(counts.ended.succeeded).toBe(1);
  });
});
