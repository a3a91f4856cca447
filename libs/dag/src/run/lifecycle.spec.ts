import { describe, expect, it } from 'vitest';
import {
  ATTEMPT_TRANSITIONS,
  RUN_TRANSITIONS,
  TASK_RUN_TRANSITIONS,
  isAttemptEnded,
  isRunEnded,
  isTaskRunEnded,
} from './lifecycle.js';

const tables: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  run: RUN_TRANSITIONS,
  'task run': TASK_RUN_TRANSITIONS,
  attempt: ATTEMPT_TRANSITIONS,
};

const reachable = (table: Readonly<Record<string, readonly string[]>>, from: string): ReadonlySet<string> => {
  const seen = new Set([from]);
  for (const state of seen) for (const next of table[state] ?? []) seen.add(next);
  return seen;
};

describe.each(Object.entries(tables))('the table of a %s', (name, table) => {
  const first = { run: 'queued', 'task run': 'waiting', attempt: 'dispatched' }[name] ?? '';
  const finals = Object.keys(table).filter((state) => table[state]?.length === 0);

  it('leads from the first state to every other', () => {
    expect([...reachable(table, first)].sort()).toEqual(Object.keys(table).sort());
  });

  it('leads from every state to a final one', () => {
    const stuck = Object.keys(table).filter(
      (state) => !finals.some((final) => reachable(table, state).has(final)),
    );

    expect(stuck).toEqual([]);
  });

  it('never leads back to the first state', () => {
    expect(Object.values(table).flat()).not.toContain(first);
  });
});

describe('final states', () => {
  it('are those of the text', () => {
    const ended = <S extends string>(table: Readonly<Record<S, unknown>>, isEnded: (state: S) => boolean) =>
      Object.keys(table).filter((state): state is S => state in table && isEnded(state as S));

    expect(ended(RUN_TRANSITIONS, isRunEnded)).toEqual(['succeeded', 'failed', 'stopped', 'discarded']);
    expect(ended(TASK_RUN_TRANSITIONS, isTaskRunEnded)).toEqual([
      'succeeded',
      'failed',
      'killed',
      'skipped',
      'upstream-failed',
    ]);
    expect(ended(ATTEMPT_TRANSITIONS, isAttemptEnded)).toEqual([
      'succeeded',
      'failed',
      'timed-out',
      'killed',
      'lost',
      'unknown',
    ]);
  });
});
