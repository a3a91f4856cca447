import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, dispatched, event, queued, runSucceeded } from '../../testing/index.js';
import type { LinePiece } from '../beside/beside.js';
import { storedLines } from './i9-stored-lines.js';

const piece = (first: number, count: number, more: Partial<LinePiece> = {}): LinePiece => ({
  first,
  count,
  ended: false,
  ...more,
});
const ended = (logLines: number) => event('AttemptSucceeded', { task: 'a', attempt: 1, logLines });
const log = (logLines = 10): LogBuilder =>
  new LogBuilder(workflow({ a: [] })).start([queued('a'), dispatched('a'), ended(logLines), runSucceeded()]);

/** `stored`: pieces in the store; `waiting`: those on their way there. */
async function problems(
  stored: readonly LinePiece[],
  { waiting = [] as readonly LinePiece[], of = log(), live = false } = {},
): Promise<readonly string[]> {
  const storedLogs = { pieces: () => Promise.resolve(stored), waiting: () => Promise.resolve(waiting) };
  const { violations } = await of.check({ invariants: [storedLines], storedLogs, live });
  return violations.map(({ sentence }) => sentence);
}

describe('I9', () => {
  it('passes a log that is whole, in one piece or several', async () => {
    expect(await problems([piece(1, 10, { ended: true })])).toEqual([]);
    expect(await problems([piece(1, 4), piece(5, 6, { ended: true })])).toEqual([]);
  });

  it('counts lines that are on their way to the store, also where they are there already', async () => {
    expect(await problems([piece(1, 4)], { waiting: [piece(8, 3), piece(3, 5)] })).toEqual([]);
  });

  it('asks nothing of an attempt that wrote nothing', async () => {
    const silent = event('AttemptSucceeded', { task: 'a', attempt: 1 });
    const of = new LogBuilder(workflow({ a: [] })).start([queued('a'), dispatched('a'), silent]);
    expect(await problems([], { of })).toEqual([]);
  });

  it('asks of a lost attempt that what is there has no gap, for nobody knows how much it wrote', async () => {
    const lost = event('AttemptLost', { task: 'a', attempt: 1, reason: 'WorkerLost' });
    const of = new LogBuilder(workflow({ a: [] })).start([queued('a'), dispatched('a'), lost]);
    expect(await problems([piece(1, 3)], { of })).toEqual([]);
    expect(await problems([piece(1, 3), piece(5, 1)], { of })).toEqual([
      'The log of attempt 1 lacks line 4.',
    ]);
  });

  it('gives lines time to arrive where the log is being written', async () => {
    expect(await problems([], { live: true })).toEqual([]);
    const later = log().record([], { later: 61_000, aggs: [], input: null, outcome: null });
    expect(await problems([], { live: true, of: later })).toHaveLength(1);
  });

  it.each([
    ['a gap', [piece(1, 3), piece(5, 6, { ended: true })], 'lacks line 4'],
    ['a beginning that is missing', [piece(2, 9, { ended: true })], 'lacks line 1'],
    ['an end that is missing', [piece(1, 9)], 'ends at line 9, its worker wrote 10'],
    ['a log that is missing', [], 'ends at line 0, its worker wrote 10'],
    ['lines that are there twice', [piece(1, 5), piece(4, 7, { ended: true })], 'has line 4 twice'],
    ['lines that nobody wrote', [piece(1, 11, { ended: true })], 'has line 11, its worker wrote 10'],
    ['what cannot be read', [piece(1, 10, { damage: 'no JSON' })], 'cannot be read: no JSON'],
  ])('catches %s', async (_what, stored, problem) => {
    expect(await problems(stored)).toEqual([`The log of attempt 1 ${problem}.`]);
  });
});
