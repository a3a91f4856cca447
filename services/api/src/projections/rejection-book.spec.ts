import type { CommandRecord, Outcome, RecordedEvent } from '@millrace/events';
import { RECORD_VERSION } from '@millrace/events';
import { describe, expect, it } from 'vitest';
import { RejectionBook } from './rejection-book.js';

const CAUSE = { type: 'StartRun', source: '/api', id: 'one' };
const ACCEPTED: Outcome = { accepted: true, ref: 'run' };

function rejected(code: string): Outcome {
  return { accepted: false, code, message: 'It said no.' };
}

function record(changes: Partial<CommandRecord>): CommandRecord {
  return {
    v: RECORD_VERSION,
    logId: 'log',
    now: 1000,
    kind: 'record',
    epoch: 1,
    nonce: 'n',
    seq: 1,
    input: { topic: 'commands', offset: 7 },
    cause: CAUSE,
    outcome: ACCEPTED,
    aggs: [],
    events: [],
    doneTo: 0,
    ...changes,
  };
}

function unparked(key: string): RecordedEvent {
  return { type: 'CommandUnparked', v: 1, a: -1, data: { key } };
}

const parked = record({ cause: { type: 'Park' }, outcome: rejected('PARKED') });
const decidedLater = (outcome: Outcome) =>
  record({ input: null, outcome, events: [unparked('commands:7')], now: 2000 });

function batchOf(...records: readonly CommandRecord[]) {
  const book = new RejectionBook(2);
  for (const one of records) book.take(one);
  return book.takeBatch();
}

describe('The book of rejections', () => {
  it('keeps a rejected command by its place and name', () => {
    expect(batchOf(record({ outcome: rejected('INVALID_PARAMETERS') }))).toEqual({
      rejections: [
        {
          partition: 2,
          command: 7,
          source: '/api',
          id: 'one',
          code: 'INVALID_PARAMETERS',
          message: 'It said no.',
          details: null,
          decidedAt: 1000,
        },
      ],
      unparked: [],
    });
  });

  it('keeps a repeat by its place alone: the name is that of the first', () => {
    const repeat = record({ cause: { type: 'StartRun' }, outcome: rejected('DUPLICATE') });
    expect(batchOf(repeat).rejections).toMatchObject([{ command: 7, source: null, id: null }]);
  });

  it.each([
    ['accepted', record({})],
    ['passed on', record({ outcome: rejected('FORWARDED') })],
    [
      'a report of a worker',
      record({ input: { topic: 'task-status', offset: 7 }, outcome: rejected('LATE') }),
    ],
    ['mail', record({ input: { topic: 'mailbox', offset: 7 }, outcome: rejected('RUN_ENDED') })],
    [
      'mail that was parked',
      record({ input: null, outcome: rejected('NO'), events: [unparked('mail 1:7')] }),
    ],
    ['internal', record({ input: null, outcome: null })],
  ])('keeps nothing of what is %s', (_what, one) => {
    expect(batchOf(one)).toEqual({ rejections: [], unparked: [] });
  });

  it('says parked until the command is decided', () => {
    expect(batchOf(parked).rejections).toMatchObject([{ command: 7, code: 'PARKED' }]);
    expect(batchOf(decidedLater(ACCEPTED))).toEqual({
      rejections: [],
      unparked: [{ partition: 2, command: 7 }],
    });
    expect(batchOf(parked, decidedLater(rejected('UNKNOWN_VERSION'))).rejections).toMatchObject([
      { command: 7, source: '/api', id: 'one', code: 'UNKNOWN_VERSION', decidedAt: 2000 },
    ]);
  });

  it('gives everything once', () => {
    const book = new RejectionBook(2);
    book.take(record({ outcome: rejected('NO') }));
    book.takeBatch();
    expect(book.takeBatch()).toEqual({ rejections: [], unparked: [] });
  });
});
