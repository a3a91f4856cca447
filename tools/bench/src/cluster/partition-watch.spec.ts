import { describe, expect, it } from 'vitest';
import type { Seen } from './follow-events.js';
import { PartitionWatch, firstOfNewOwners, longestPause } from './partition-watch.js';

const HEAD = { v: 1, logId: 'log', now: 0 };

function claim(partition: number, epoch: number, owner: string): Seen {
  const record = { ...HEAD, kind: 'claim' as const, epoch, nonce: 'n', owner };
  return { partition, offset: 0, at: 0, judged: { verdict: 'claim', record } };
}

function decision(partition: number, epoch: number, at: number): Seen {
  const record = {
    ...HEAD,
    kind: 'record' as const,
    epoch,
    nonce: 'n',
    seq: 1,
    input: null,
    cause: { type: 'StartRun' },
    outcome: null,
    aggs: [],
    events: [],
    doneTo: 0,
  };
  return { partition, offset: 1, at, judged: { verdict: 'record', record } };
}

describe('PartitionWatch', () => {
  it('knows the owner that claimed last, and takes no claim for a decision', () => {
    const watch = new PartitionWatch();
    for (const seen of [claim(0, 1, 'a'), claim(1, 1, 'a'), decision(0, 1, 5), claim(0, 2, 'b')])
      watch.note(seen);
    expect(watch.partitionsOf('a')).toEqual([1]);
    expect(watch.partitionsOf('b')).toEqual([0]);
    expect(watch.epochOf(0)).toBe(2);
    expect(watch.take()).toEqual([{ partition: 0, epoch: 1, at: 5 }]);
    expect(watch.decisions).toEqual([]);
  });
});

describe('firstOfNewOwners', () => {
  it('passes over the old owner, and over partitions that were not asked for', () => {
    const decisions = [
      { partition: 0, epoch: 1, at: 10 },
      { partition: 0, epoch: 2, at: 20 },
      { partition: 0, epoch: 2, at: 30 },
      { partition: 1, epoch: 5, at: 15 },
    ];
    expect([...firstOfNewOwners(decisions, new Map([[0, 1]]))]).toEqual([[0, 20]]);
  });
});

describe('longestPause', () => {
  it('counts from the beginning and to the end of the span, each partition for itself', () => {
    const at = (partition: number, time: number) => ({ partition, epoch: 1, at: time });
    const decisions = [at(0, 5), at(0, 12), at(1, 8), at(0, 30)];
    expect(longestPause(decisions, [0], { from: 0, to: 20 })).toBe(8);
    expect(longestPause(decisions, [0, 1], { from: 0, to: 20 })).toBe(12);
    expect(longestPause(decisions, [], { from: 0, to: 20 })).toBe(0);
  });
});
