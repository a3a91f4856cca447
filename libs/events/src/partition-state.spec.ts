import { describe, expect, it } from 'vitest';
import { DEDUP_WINDOW_MS, PartitionState } from './partition-state.js';
import type { Cause, CommandRecord, InputPosition, RecordedEvent } from './workflow-record.js';

const HOUR = 3_600_000;
/** Amid an hour. */
const NOW = 500_000 * HOUR + 1_234_567;

interface Told {
  readonly input?: InputPosition | null;
  readonly cause?: Partial<Cause>;
  readonly events?: readonly RecordedEvent[];
  readonly now?: number;
  readonly doneTo?: number;
}

function recordOf({ input = null, cause = {}, events = [], now = NOW, doneTo = 0 }: Told): CommandRecord {
  return {
    v: 1,
    logId: 'log',
    kind: 'record',
    epoch: 1,
    nonce: 'n',
    seq: 1,
    input,
    cause: { type: 'Test', ...cause },
    outcome: null,
    now,
    aggs: [],
    events,
    doneTo,
  };
}

function stateAfter(...told: readonly Told[]): PartitionState {
  const state = new PartitionState();
  told.forEach((one, index) => state.apply(recordOf(one), index + 2));
  return state;
}

const input = (offset: number, topic: InputPosition['topic'] = 'commands'): InputPosition => ({
  topic,
  offset,
});
const own = (type: string, data: object): RecordedEvent => ({ type, v: 1, a: -1, data });
const keyed = (id: string, body = 'body', now = NOW): Told => ({
  input: input(0),
  cause: { source: 'upstream', id, body },
  now,
});

describe('the state of a partition: positions (L11)', () => {
  it('begins every input at 0', () => {
    expect(new PartitionState().positions).toEqual({ commands: 0, 'task-status': 0, mailbox: 0 });
  });

  it('stands behind the last input of each topic', () => {
    const { positions } = stateAfter(
      { input: input(4) },
      { input: input(7, 'task-status') },
      { input: input(5) },
      { input: input(0, 'mailbox') },
      {},
    );
    expect(positions).toEqual({ commands: 6, 'task-status': 8, mailbox: 1 });
  });

  it('never goes back', () => {
    expect(stateAfter({ input: input(9) }, { input: input(3) }).positions.commands).toBe(10);
  });
});

describe('the state of a partition: time and effects', () => {
  it('keeps the newest time (L18)', () => {
    expect(stateAfter({ now: 100 }, { now: 300 }, { now: 200 }).lastNow).toBe(300);
  });

  it('keeps the highest mark of effects that are done (L22)', () => {
    expect(stateAfter({ doneTo: 5 }, { doneTo: 12 }, { doneTo: 3 }).doneTo).toBe(12);
  });

  it('leaves that mark alone for an owner that notes its own record: it sets the mark itself', () => {
    const state = new PartitionState();
    state.note(recordOf({ doneTo: 9, input: input(2) }), 4);
    expect(state).toMatchObject({ doneTo: 0, lastNow: NOW });
    expect(state.positions.commands).toBe(3);
  });
});

describe('the state of a partition: repeated commands (L50)', () => {
  const HOUR_OF_NOW = Math.floor(NOW / HOUR);
  const dropped = (hour: number): Told => ({ events: [own('DedupHourDropped', { hour })] });

  it('knows a command by sender and id, with its record and whether it asked the same', () => {
    const state = stateAfter(keyed('a', 'hash-a'), keyed('b', 'hash:b'));
    expect(state.known('upstream', 'a', 'hash-a')).toEqual({ offset: 2, same: true });
    expect(state.known('upstream', 'b', 'other')).toEqual({ offset: 3, same: false });
    expect(state.known('upstream', 'c', '')).toBeUndefined();
    expect(state.known('other', 'a', 'hash-a')).toBeUndefined();
  });

  it('keeps the first decision when the same command is recorded again, also in another hour', () => {
    const state = stateAfter(keyed('a', 'first'), keyed('a', 'second'), keyed('a', 'third', NOW + 5 * HOUR));
    expect(state.known('upstream', 'a', 'first')).toEqual({ offset: 2, same: true });
    state.apply(recordOf(dropped(HOUR_OF_NOW)), 9);
    expect(state.known('upstream', 'a', 'first')).toBeUndefined();
  });

  it('remembers what has a name, also when it came in earlier and was parked', () => {
    const cause = { source: 'upstream', id: 'a', body: 'b' };
    expect(stateAfter({ input: null, cause }).known('upstream', 'a', 'b')).toMatchObject({ same: true });
    expect(stateAfter({ input: input(0), cause: {} }).dedup.size).toBe(0);
  });

  it('keeps senders and ids apart, whatever characters they have', () => {
    const state = stateAfter({ input: input(0), cause: { source: 'a', id: 'b\nc', body: 'x' } });
    expect(state.known('a', 'b\nc', 'x')).toBeDefined();
    expect(state.known('a\nb', 'c', 'x')).toBeUndefined();
    expect(state.known('', 'a\nb\nc', 'x')).toBeUndefined();
  });

  it('may forget an hour seven days after its end, and not a millisecond before', () => {
    const state = stateAfter(keyed('a'), keyed('b', 'body', NOW + HOUR));
    const due = (HOUR_OF_NOW + 1) * HOUR + DEDUP_WINDOW_MS;
    expect(state.expiredHour(NOW)).toBeUndefined();
    expect(state.expiredHour(due)).toBeUndefined();
    expect(state.expiredHour(due + 1)).toBe(HOUR_OF_NOW);
  });

  it('forgets an hour when the log says so, and only then', () => {
    const later = NOW + 30 * 24 * HOUR;
    const state = stateAfter(keyed('a'), keyed('b', 'body', NOW + HOUR));
    expect(state.expiredHour(later)).toBe(HOUR_OF_NOW);
    expect(state.known('upstream', 'a', '')).toBeDefined();
    state.apply(recordOf(dropped(HOUR_OF_NOW)), 9);
    expect(state.known('upstream', 'a', '')).toBeUndefined();
    expect(state.known('upstream', 'b', '')).toBeDefined();
    expect(state.expiredHour(later)).toBe(HOUR_OF_NOW + 1);
    state.apply(recordOf(dropped(HOUR_OF_NOW + 1)), 10);
    expect([state.expiredHour(later), state.dedup.size]).toEqual([undefined, 0]);
  });
});

describe('the state of a partition: lost workers (L35)', () => {
  const lost = (number: number): Told => ({
    events: [own('WorkerLost', { worker: `w${number}`, incarnation: `i${number}`, proven: true })],
  });

  it('knows which processes the log has declared lost', () => {
    expect(stateAfter(lost(1), lost(2)).lost).toEqual(
      new Map([
        ['i1', { worker: 'w1', proven: true }],
        ['i2', { worker: 'w2', proven: true }],
      ]),
    );
  });

  it('takes events of runs that are named alike for nothing', () => {
    const event: RecordedEvent = { type: 'WorkerLost', v: 1, data: { worker: 'w', incarnation: 'i' } };
    expect(stateAfter({ events: [event] }).lost.size).toBe(0);
  });

  it('remembers a thousand of them, and drops the oldest first', () => {
    const { lost: known } = stateAfter(...Array.from({ length: 1002 }, (_, number) => lost(number)));
    expect(known.size).toBe(1000);
    expect([known.has('i0'), known.has('i1'), known.has('i2'), known.has('i1001')]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('the state of a partition: mail (L46, L47)', () => {
  const forwarded = (to: number, mseq: number): Told => ({
    events: [own('Forwarded', { to, mseq, command: `c${mseq}` })],
  });

  it('numbers mail to each partition by itself', () => {
    const { mail } = stateAfter(forwarded(2, 1), forwarded(3, 1), forwarded(2, 2));
    expect([mail.nextFor(2, 0), mail.nextFor(3, 0), mail.nextFor(1, 0)]).toEqual([3, 2, 1]);
    expect(mail.nextFor(2, 4)).toBe(7);
  });

  it('holds what is not acknowledged, in the order in which it was recorded', () => {
    const { mail } = stateAfter(forwarded(2, 1), forwarded(3, 1), forwarded(2, 2), {
      events: [own('MailAcked', { to: 2, upTo: 1 })],
    });
    expect(mail.unacked).toEqual([
      { to: 3, mseq: 1, command: 'c1' },
      { to: 2, mseq: 2, command: 'c2' },
    ]);
    expect(mail.nextFor(2, 0)).toBe(3);
  });

  it('drops all mail up to an acknowledgement, and only of that partition', () => {
    const { mail } = stateAfter(forwarded(2, 1), forwarded(2, 2), forwarded(3, 1), {
      events: [own('MailAcked', { to: 2, upTo: 2 })],
    });
    expect(mail.unacked.map(({ to }) => to)).toEqual([3]);
  });

  it('knows the last mail that it has taken from each partition', () => {
    const { mail } = stateAfter(
      { input: { topic: 'mailbox', offset: 0, from: 1, mseq: 1 } },
      { input: { topic: 'mailbox', offset: 1, from: 1, mseq: 2 } },
      { input: { topic: 'mailbox', offset: 2, from: 3, mseq: 1 } },
    );
    expect([mail.lastFrom(1), mail.lastFrom(3), mail.lastFrom(2)]).toEqual([2, 1, 0]);
  });

  it('is the same after a restore from its snapshot', () => {
    const { mail } = stateAfter(
      forwarded(2, 1),
      { input: { topic: 'mailbox', offset: 0, from: 1, mseq: 1 } },
      forwarded(2, 2),
    );
    const restored = new PartitionState();
    restored.mail.restore(mail.snapshot());
    expect(restored.mail.snapshot()).toEqual(mail.snapshot());
    expect(restored.mail.nextFor(2, 0)).toBe(3);
  });
});
