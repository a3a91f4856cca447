import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, RUN, done, queued, runSucceeded } from '../../testing/index.js';

const definition = workflow({ a: [] });
const log = (): LogBuilder => new LogBuilder(definition);
const rest = done('a').slice(1);

describe('I1', () => {
  it('passes where all is numbered', async () => {
    expect(
      await log()
        .start([queued('a')])
        .record([...rest, runSucceeded()])
        .violations(),
    ).toEqual([]);
  });

  it('catches a record of the run that is missing', async () => {
    const torn = log()
      .start([queued('a')])
      .record([...rest, runSucceeded()], { aggs: [{ id: RUN, aseq: 3 }] });
    expect(await torn.violations()).toEqual(['I1 - 3']);
  });

  it('catches a run that does not begin with 1', async () => {
    const torn = log().start([...done('a'), runSucceeded()], { aggs: [{ id: RUN, aseq: 2 }] });
    expect(await torn.violations()).toEqual(['I1 - 2']);
  });

  it('catches a hole, and looks no further in that partition', async () => {
    const torn = log()
      .start([...done('a'), runSucceeded()])
      .put({}, 2);
    const { violations } = await torn.put({ v: 1, kind: 'nonsense' }).check();
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject({ invariant: 'I1', partition: 0 });
  });

  it('catches a number of the partition that is missing', async () => {
    const torn = log().start([...done('a'), runSucceeded()], { seq: 2 });
    expect(await torn.violations()).toEqual(['I1 - 2']);
  });

  it('catches events that belong to no run', async () => {
    const torn = log()
      .start([...done('a'), runSucceeded()])
      .record([queued('a')], { aggs: [] });
    expect(await torn.violations()).toEqual(['I1 - 3']);
  });

  it('counts records of an owner that has been displaced, and ignores them', async () => {
    const stale = log()
      .start([queued('a')])
      .record([queued('a', 7)], { nonce: 'another', seq: 1 });
    const { counts, violations } = await stale
      .record([...rest, runSucceeded()], { seq: 2, aggs: [{ id: RUN, aseq: 2 }] })
      .check();
    expect(violations).toEqual([]);
    expect(counts.ignored).toBe(1);
  });
});
