import { LogCorruptError, RECORD_VERSION, encodeRecord } from '@millrace/events';
import type { FoldPosition } from '@millrace/persistence';
import { describe, expect, it } from 'vitest';
import type { RecordSource } from './record-source.js';
import { ReadModelAheadError, verifyPosition } from './verify-position.js';

const stored: FoldPosition = {
  partition: 0,
  logId: 'log',
  epoch: 1,
  nonce: 'n',
  seq: 3,
  next: 6,
  commands: 0,
};

/** A log that holds the offsets from `start` to before `end`, and refuses to be read outside of these. */
function logOf(start: number, end: number, logId = 'log'): RecordSource {
  return {
    end: () => Promise.resolve(end),
    read: async (_partition, from, limit) => {
      if (from < start || from > end) throw new LogCorruptError('outside');
      const value = encodeRecord({ v: RECORD_VERSION, logId, now: 0, kind: 'created' });
      const offsets = [...Array(Math.min(limit, end - from)).keys()].map((index) => from + index);
      return offsets.map((offset) => ({ offset, time: 0, key: null, value }));
    },
  };
}

describe('A stored position', () => {
  it.each([
    ['ends right there', logOf(0, 6)],
    ['goes on', logOf(0, 9)],
    ['has lost what was projected to its retention, and goes on', logOf(6, 9)],
    ['has lost what was projected to its retention, and ends there', logOf(6, 6)],
  ])('holds for a log that %s', async (_name, log) => {
    await expect(verifyPosition(stored, log)).resolves.toBeUndefined();
  });

  it.each([
    ['ends before', logOf(0, 5), 'ends at offset 5'],
    ['ends long before', logOf(0, 1), 'ends at offset 1'],
    ['is empty', { read: () => [], end: () => Promise.resolve(0) }, 'ends at offset 0'],
    ['is another one', logOf(0, 9, 'other'), 'is another one'],
  ])('is refused when the log %s', async (_name, log, why) => {
    const verified = verifyPosition(stored, log);
    await expect(verified).rejects.toThrow(ReadModelAheadError);
    await expect(verified).rejects.toThrow(why);
  });

  it('cannot be judged while a broker that has just begun to lead does not show what was appended', async () => {
    const lagging: RecordSource = { ...logOf(0, 5), end: () => Promise.resolve(6) };
    await expect(verifyPosition(stored, lagging)).rejects.toMatchObject({ retryable: true });
  });

  it('says what else went wrong with the log', async () => {
    const failing: RecordSource = {
      ...logOf(0, 6),
      read: async () => {
        throw new Error('the disk is gone');
      },
    };
    await expect(verifyPosition(stored, failing)).rejects.toThrow('the disk is gone');
  });
});
