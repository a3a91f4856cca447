import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, done, runSucceeded } from '../../testing/index.js';
import { neverBack } from './i16-never-back.js';

const only = { invariants: [neverBack] };
const log = (): LogBuilder => new LogBuilder(workflow({ a: [] })).start(done('a').slice(0, 2));
const rest = [...done('a').slice(2), runSucceeded()];

describe('I16', () => {
  it('passes where everything goes forward', async () => {
    expect(await log().record(rest, { later: 5, doneTo: 2 }).violations()).toEqual([]);
  });

  it('catches time that falls', async () => {
    expect(await log().record(rest, { later: -1 }).violations(only)).toEqual(['I16 - 3']);
  });

  it('catches an input that is taken twice, and one that was left behind', async () => {
    const twice = log().record([], { input: { topic: 'task-status', offset: 9 }, aggs: [] });
    expect(await twice.record(rest, { input: { topic: 'task-status', offset: 9 } }).violations(only)).toEqual(
      ['I16 - 4'],
    );
    const behind = log().record([], { input: { topic: 'task-status', offset: 9 }, aggs: [] });
    expect(
      await behind.record(rest, { input: { topic: 'task-status', offset: 8 } }).violations(only),
    ).toEqual(['I16 - 4']);
  });

  it('catches a mark of done effects that falls, or runs ahead', async () => {
    expect(
      await log().record([], { doneTo: 2, aggs: [] }).record(rest, { doneTo: 1 }).violations(only),
    ).toEqual(['I16 - 4']);
    expect(await log().record(rest, { doneTo: 9 }).violations(only)).toEqual(['I16 - 3']);
  });
});
