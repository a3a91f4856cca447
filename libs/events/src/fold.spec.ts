import { describe, expect, it } from 'vitest';
import { claimText, createdText, recordText } from '../testing/index.js';
import type { FoldState } from './fold.js';
import { FOLD_START, Fold } from './fold.js';
import { LogCorruptError, LogTooNewError } from './log-errors.js';

const LOG = 'log';
const A1 = { epoch: 1, nonce: 'a' };
const B1 = { epoch: 1, nonce: 'b' };
const B2 = { epoch: 2, nonce: 'b' };

const created = createdText(LOG);
const claim = (fence: typeof A1): string => claimText(LOG, fence);
const record = (fence: typeof A1, seq: number): string => recordText(LOG, fence, seq);

/** What the fold says of texts that stand one after the other, from a state on. */
function judge(
  texts: readonly string[],
  state: FoldState = FOLD_START,
): { fold: Fold; verdicts: readonly string[] } {
  const fold = new Fold(state);
  const verdicts = texts.map((text, index) => fold.accept(state.next + index, text).verdict);
  return { fold, verdicts };
}

describe('the fold: the beginning', () => {
  it('takes record 0 as the creation, and its log id from it', () => {
    const { fold, verdicts } = judge([created]);
    expect(verdicts).toEqual(['created']);
    expect(fold.state).toEqual({ logId: LOG, epoch: 0, nonce: '', seq: 0, next: 1 });
  });

  it('refuses a log that does not begin with its creation', () => {
    expect(() => judge([claim(A1)])).toThrow(/does not begin with its creation/);
    expect(() => judge([record(A1, 1)])).toThrow(LogCorruptError);
  });

  it('takes a second creation for nothing (L6)', () => {
    const { fold, verdicts } = judge([created, created, claim(A1), record(A1, 1)]);
    expect(verdicts).toEqual(['created', 'void', 'claim', 'record']);
    expect(fold).toMatchObject({ voids: 1, next: 4 });
  });
});

describe('the fold: claims (L4)', () => {
  it('takes a claim of the next epoch, which makes its nonce the current one', () => {
    const { fold, verdicts } = judge([created, claim(A1), claim(B2)]);
    expect(verdicts).toEqual(['created', 'claim', 'claim']);
    expect(fold.state).toMatchObject({ epoch: 2, nonce: 'b', seq: 0, next: 3 });
  });

  it('voids a second claim of the current epoch: the first to stand in the log has won', () => {
    const { fold, verdicts } = judge([created, claim(A1), claim(B1)]);
    expect(verdicts.at(-1)).toBe('void');
    expect(fold.state).toMatchObject({ epoch: 1, nonce: 'a' });
  });

  it('voids a copy of the current claim', () => {
    expect(judge([created, claim(A1), record(A1, 1), claim(A1), record(A1, 2)]).verdicts.slice(2)).toEqual([
      'record',
      'void',
      'record',
    ]);
  });

  it.each([
    ['of an epoch that is over', 1],
    ['of epoch 0', 0],
    ['that leaves out an epoch', 4],
  ])('voids a claim %s', (_, epoch) => {
    const { fold, verdicts } = judge([created, claim(A1), claim(B2), claim({ epoch, nonce: 'late' })]);
    expect(verdicts.at(-1)).toBe('void');
    expect(fold.state).toMatchObject({ epoch: 2, nonce: 'b', next: 4 });
  });

  it('goes on with the sequence over a claim', () => {
    const { fold, verdicts } = judge([created, claim(A1), record(A1, 1), claim(B2), record(B2, 2)]);
    expect(verdicts.slice(2)).toEqual(['record', 'claim', 'record']);
    expect(fold.seq).toBe(2);
  });
});

describe('the fold: records (L5)', () => {
  const begun = [created, claim(A1), record(A1, 1), record(A1, 2)];

  it('takes the next record of the current claim', () => {
    const { fold, verdicts } = judge([...begun, record(A1, 3)]);
    expect(verdicts.at(-1)).toBe('record');
    expect(fold.state).toMatchObject({ seq: 3, next: 5 });
  });

  it('voids a record that nobody has claimed for', () => {
    expect(judge([created, record({ epoch: 1, nonce: 'a' }, 1)]).verdicts.at(-1)).toBe('void');
  });

  // Each of the next three differs from the accepted record in one thing alone: without its test it would count.
  it('voids a copy by its sequence alone: claim and nonce are the current ones', () => {
    expect(judge([...begun, record(A1, 2)]).verdicts.at(-1)).toBe('void');
    expect(judge([...begun, record(A1, 1)]).verdicts.at(-1)).toBe('void');
  });

  it('voids a record of a former epoch by its epoch alone: its sequence is the next one', () => {
    const same = { epoch: 2, nonce: 'a' };
    expect(judge([...begun, claim(same), record(A1, 3)]).verdicts.at(-1)).toBe('void');
    expect(judge([...begun, claim(same), record(same, 3)]).verdicts.at(-1)).toBe('record');
  });

  it('voids a record of a claim that lost by its nonce alone: epoch and sequence are right', () => {
    const { verdicts } = judge([created, claim(A1), claim(B1), record(B1, 1), record(A1, 1)]);
    expect(verdicts.slice(2)).toEqual(['void', 'void', 'record']);
  });

  it('voids what a zombie sends, whatever its sequence is', () => {
    const zombies = [1, 2, 3, 4, 99].map((seq) => record(A1, seq));
    const { fold, verdicts } = judge([...begun, claim(B2), ...zombies, record(B2, 3)]);
    expect(verdicts.slice(5)).toEqual(['void', 'void', 'void', 'void', 'void', 'record']);
    expect(fold).toMatchObject({ voids: 5, seq: 3, next: 11 });
  });

  it('stops loudly when records of the current claim are missing, and says which', () => {
    expect(() => judge([...begun, record(A1, 6)])).toThrow(/lacks records 3 to 5 before offset 4/);
    expect(() => judge([...begun, claim(B2), record(B2, 4)])).toThrow(LogCorruptError);
  });
});

describe('the fold: offsets and logs (L6)', () => {
  it('moves its offset over void records, and counts them', () => {
    const { fold } = judge([created, claim(A1), claim(A1), record(B2, 1), record(A1, 1), record(A1, 1)]);
    expect(fold).toMatchObject({ next: 6, voids: 3, seq: 1 });
  });

  it('stops loudly at a hole, and names both offsets', () => {
    const { fold } = judge([created, claim(A1)]);
    expect(() => fold.accept(3, record(A1, 1))).toThrow('expected offset 2, found 3');
  });

  it('stops loudly at an offset that it has had', () => {
    const { fold } = judge([created, claim(A1), record(A1, 1)]);
    expect(() => fold.accept(2, record(A1, 1))).toThrow(LogCorruptError);
  });

  it.each([
    ['claim', claimText('other', B2)],
    ['record', recordText('other', A1, 2)],
    ['creation', createdText('other')],
  ])('stops loudly at a %s of another log', (_, text) => {
    const { fold } = judge([created, claim(A1), record(A1, 1)]);
    expect(() => fold.accept(3, text)).toThrow(/belongs to log other, expected log/);
  });

  it('stops at what is no record, and at a record of a newer release', () => {
    const { fold } = judge([created]);
    expect(() => fold.accept(1, 'garbage')).toThrow(LogCorruptError);
    expect(() => fold.accept(1, 'garbage')).toThrow('At offset 1: ');
    expect(() => fold.accept(1, '{"v":2}')).toThrow(LogTooNewError);
  });

  it('is where it was after it has refused a record', () => {
    const { fold } = judge([created, claim(A1), record(A1, 1)]);
    const { state } = fold;
    for (const text of [record(A1, 3), claimText('other', B2), 'garbage']) {
      expect(() => fold.accept(3, text)).toThrow();
    }
    expect(fold.state).toEqual(state);
    expect(fold.accept(3, record(A1, 2)).verdict).toBe('record');
  });
});

describe('the fold: its state (L7)', () => {
  it('goes on from a state as if it had never stopped: a zombie is a zombie after a restart', () => {
    const before = judge([created, claim(A1), record(A1, 1), claim(B2)]);
    const after = judge([record(A1, 2), record(B2, 2), claim(B2)], before.fold.state);
    expect(after.verdicts).toEqual(['void', 'record', 'void']);
    expect(after.fold.state).toEqual({ logId: LOG, epoch: 2, nonce: 'b', seq: 2, next: 7 });
  });

  it('gives a state that later records do not change', () => {
    const { fold } = judge([created, claim(A1)]);
    const { state } = fold;
    fold.accept(2, record(A1, 1));
    expect(state).toMatchObject({ seq: 0, next: 2 });
  });
});
