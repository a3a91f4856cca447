import { workflow } from '@millrace/dag/testing';
import type { DeadLetter } from '@millrace/events';
import { describe, expect, it } from 'vitest';
import { LogBuilder } from '../../testing/index.js';
import { deadLetters } from './i17-dead-letters.js';

const MALFORMED = 'MALFORMED_COMMAND';
const letter: DeadLetter = {
  topic: 'commands',
  partition: 0,
  offset: 7,
  key: null,
  value: '{broken',
  code: MALFORMED,
  message: 'The message is no JSON.',
  at: 0,
};

/** A log that refuses the input commands:7 at offset 2 and goes on; `doneTo`: how far its effects are known to be done. */
function log(doneTo = 3): LogBuilder {
  const outcome = { accepted: false, code: MALFORMED, message: 'The message is no JSON.' } as const;
  const input = { topic: 'commands', offset: 7 } as const;
  return new LogBuilder(workflow({ a: [] }))
    .record([], { input, cause: { type: 'unreadable' }, outcome, aggs: [] })
    .start([], { doneTo, input: { topic: 'commands', offset: 8 } });
}

async function violations(
  built: LogBuilder,
  letters: readonly DeadLetter[],
  { lostHead = false, live = false } = {},
) {
  const read = () => Promise.resolve({ letters, lostHead });
  const { violations: found } = await built.check({ invariants: [deadLetters], letters: { read }, live });
  return found.map(({ sentence }) => sentence);
}

describe('I17', () => {
  it('passes an unreadable input that has its letter, be it twice', async () => {
    expect(await violations(log(), [letter])).toEqual([]);
    expect(await violations(log(), [letter, letter])).toEqual([]);
  });

  it('lets a letter be on its way, or gone with its topic', async () => {
    expect(await violations(log(2), [])).toEqual([]);
    expect(
      await violations(log(), [{ ...letter, topic: 'task-logs', at: Infinity }], { lostHead: true }),
    ).toEqual([]);
  });

  it('lets a letter be newer than the log that was read, where that is being written', async () => {
    const newer = { ...letter, offset: 9 };
    expect(await violations(log(), [letter, newer], { live: true })).toEqual([]);
    expect(await violations(log(), [letter, newer])).toHaveLength(1);
  });

  it('catches an unreadable input without a letter', async () => {
    expect(await violations(log(), [])).toEqual(['The input commands:7 has no dead letter.']);
    expect(await violations(log(), [{ ...letter, topic: 'task-logs' }])).toHaveLength(1);
  });

  it('catches a letter of an input that no record refuses', async () => {
    expect(await violations(log(), [letter, { ...letter, offset: 8 }])).toEqual([
      'There is a dead letter of commands:8, which no record refuses.',
    ]);
  });

  it('catches letters that say something else than the record, or than each other', async () => {
    expect(await violations(log(), [{ ...letter, code: 'COMMAND_TOO_LARGE' }])).toEqual([
      'The dead letter of commands:7 says COMMAND_TOO_LARGE, the record MALFORMED_COMMAND.',
    ]);
    expect(await violations(log(), [letter, { ...letter, value: 'x' }])).toEqual([
      'The dead letters of commands:7 hold different texts.',
    ]);
  });
});
