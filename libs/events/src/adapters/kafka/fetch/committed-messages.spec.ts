import { describe, expect, it } from 'vitest';
import type { FetchedMessage } from '../client/cluster.js';
import { committedMessages } from './committed-messages.js';

const message = (offset: number, producerId = '', isControlRecord = false): FetchedMessage => ({
  offset: String(offset),
  timestamp: '0',
  key: null,
  value: Buffer.from(String(offset)),
  isControlRecord,
  batchContext: { producerId, inTransaction: producerId !== '', timestampType: 1, maxTimestamp: '0' },
});

const mark = (offset: number, producerId: string): FetchedMessage => message(offset, producerId, true);

function offsets(
  messages: readonly FetchedMessage[],
  from = 0,
  aborted: readonly (readonly [producerId: string, firstOffset: number])[] = [],
): readonly number[] {
  const abortedTransactions = aborted.map(([producerId, first]) => ({
    producerId,
    firstOffset: String(first),
  }));
  const fetched = {
    partition: 0,
    highWatermark: '99',
    lastStableOffset: '99',
    abortedTransactions,
    messages,
  };
  return committedMessages(fetched, from).map(({ offset }) => Number(offset));
}

describe('what counts of what a broker sent', () => {
  it('is everything from the position on that is in no transaction', () => {
    expect(offsets([message(3), message(4), message(5)], 4)).toEqual([4, 5]);
  });

  it('is what was committed, without the mark of it', () => {
    expect(offsets([message(0, 'p'), message(1, 'p'), mark(2, 'p'), message(3)])).toEqual([0, 1, 3]);
  });

  it('is nothing of a transaction that was given up, and all of the next one', () => {
    const messages = [message(0, 'p'), mark(1, 'p'), message(2, 'p'), mark(3, 'p')];
    expect(offsets(messages, 0, [['p', 0]])).toEqual([2]);
  });

  it('is nothing of two that were given up and overlap', () => {
    const messages = [
      message(0, 'p'),
      message(1, 'q'),
      mark(2, 'p'),
      message(3, 'q'),
      message(4),
      mark(5, 'q'),
    ];
    expect(
      offsets(messages, 0, [
        ['q', 1],
        ['p', 0],
      ]),
    ).toEqual([4]);
  });

  it('leaves out a transaction that was given up and began before the position', () => {
    expect(offsets([message(3, 'p'), mark(4, 'p'), message(5)], 3, [['p', 1]])).toEqual([5]);
  });
});
