import type { RecordedEvent } from '@millrace/events';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../testing/apply-events.js';
import { fact, runStarted } from '../../testing/recorded-log.js';

const queued = (attempt = 1): RecordedEvent => fact('TaskQueued', { task: 'a', attempt });
const dispatched = (attempt = 1): RecordedEvent =>
  fact('TaskDispatched', { task: 'a', attempt, worker: 'w1', incarnation: 'i1' });
const running = (attempt = 1): RecordedEvent => fact('AttemptRunning', { task: 'a', attempt });

/** The task run after the run has started at 1000; the records that follow are of 1001, 1002 … */
const after = (...records: readonly (readonly RecordedEvent[])[]) =>
  rowsOf('r', [runStarted('r')], ...records).tasks[0];

describe('The task runs', () => {
  it('have no row for a task that waits', () => {
    expect(after()).toBeUndefined();
  });

  it('show a task run from its queue to its success', () => {
    const outputs = { rows: 12, day: { $date: '2026-11-20' } };
    const row = after(
      [queued(), dispatched()],
      [running()],
      [fact('AttemptSucceeded', { task: 'a', attempt: 1, exitCode: 0, outputs })],
    );
    expect(row).toEqual({
      run: 'r',
      task: 'a',
      state: 'succeeded',
      allowed: false,
      reason: null,
      error: null,
      attempt: 1,
      outputs,
      queuedAt: 1001,
      startedAt: 1002,
      endedAt: 1003,
      attempts: [
        {
          number: 1,
          state: 'succeeded',
          worker: 'w1',
          incarnation: 'i1',
          dispatchedAt: 1001,
          startedAt: 1002,
          endedAt: 1003,
          exitCode: 0,
        },
      ],
    });
  });

  it('keep every attempt of a task run that was tried again', () => {
    const failed = fact('AttemptFailed', {
      task: 'a',
      attempt: 1,
      exitCode: 3,
      code: 'EXIT_CODE',
      message: 'no',
      logTail: 'x',
    });
    const retrying = fact('TaskRetrying', { task: 'a', dueAt: 5000, cause: 'failed', counts: true });
    const row = after(
      [queued(), dispatched()],
      [running()],
      [failed, retrying],
      [queued(2)],
      [dispatched(2)],
      [running(2)],
    );
    expect(row).toMatchObject({
      state: 'running',
      attempt: 2,
      error: null,
      queuedAt: 1001,
      startedAt: 1002,
      endedAt: null,
    });
    expect(row?.attempts).toEqual([
      expect.objectContaining({
        number: 1,
        state: 'failed',
        endedAt: 1003,
        exitCode: 3,
        error: { code: 'EXIT_CODE', message: 'no', logTail: 'x' },
      }),
      expect.objectContaining({
        number: 2,
        state: 'running',
        dispatchedAt: 1005,
        startedAt: 1006,
        endedAt: null,
      }),
    ]);
  });

  it('show that a retry is waited for', () => {
    const lost = fact('AttemptLost', { task: 'a', attempt: 1, reason: 'worker-lost' });
    const row = after(
      [queued(), dispatched()],
      [lost, fact('TaskRetrying', { task: 'a', dueAt: 5000, cause: 'lost', counts: false })],
    );
    expect(row).toMatchObject({ state: 'retrying', startedAt: null, endedAt: null });
    expect(row?.attempts[0]).toMatchObject({
      state: 'lost',
      endedAt: 1002,
      error: { code: 'WORKER_LOST', message: 'worker-lost' },
    });
  });

  it('show the final failure beside that of the attempt, and whether it was allowed', () => {
    const timedOut = fact('AttemptTimedOut', {
      task: 'a',
      attempt: 1,
      code: 'TIMED_OUT',
      message: 'longer than 5 s',
    });
    const failed = fact('TaskFailed', {
      task: 'a',
      code: 'TIMED_OUT',
      message: 'longer than 5 s',
      allowed: true,
    });
    const row = after([queued(), dispatched(), running()], [timedOut, failed]);
    expect(row).toMatchObject({
      state: 'failed',
      allowed: true,
      endedAt: 1002,
      error: { code: 'TIMED_OUT', message: 'longer than 5 s' },
    });
    expect(row?.attempts[0]).toMatchObject({
      state: 'timed-out',
      error: { code: 'TIMED_OUT', message: 'longer than 5 s' },
    });
  });

  it('let an attempt begin with its dispatch when its worker reported only its end', () => {
    const row = after([queued()], [dispatched()], [fact('AttemptSucceeded', { task: 'a', attempt: 1 })]);
    expect(row).toMatchObject({ startedAt: 1002, endedAt: 1003, outputs: null });
    expect(row?.attempts[0]).toMatchObject({ dispatchedAt: 1002, startedAt: 1002, endedAt: 1003 });
  });

  it('show an attempt that its worker has accepted, while the task run is still dispatched', () => {
    const row = after([queued(), dispatched()], [fact('AttemptAccepted', { task: 'a', attempt: 1 })]);
    expect(row).toMatchObject({ state: 'dispatched', attempts: [{ state: 'accepted', startedAt: null }] });
  });

  it('show a task run that was killed', () => {
    const killed = [fact('AttemptKilled', { task: 'a', attempt: 1 }), fact('TaskKilled', { task: 'a' })];
    expect(after([queued(), dispatched()], killed)).toMatchObject({
      state: 'killed',
      startedAt: null,
      endedAt: 1002,
      attempts: [{ state: 'killed', startedAt: null, endedAt: 1002 }],
    });
  });

  it('show a task run that is held because nobody knows what its attempt did', () => {
    const unknown = fact('AttemptOutcomeUnknown', { task: 'a', attempt: 1, reason: 'worker-lost' });
    const row = after(
      [queued(), dispatched()],
      [unknown, fact('TaskHeld', { task: 'a', reason: 'its worker was lost' })],
    );
    expect(row).toMatchObject({ state: 'held', reason: 'its worker was lost', endedAt: null });
    expect(row?.attempts[0]).toMatchObject({
      state: 'unknown',
      error: { code: 'UNKNOWN', message: 'worker-lost' },
    });
  });

  it('show why a task run was skipped, and that one ended for a failed need', () => {
    expect(after([fact('TaskSkipped', { task: 'a', reason: 'if-false' })])).toMatchObject({
      state: 'skipped',
      reason: 'if-false',
      startedAt: null,
      endedAt: 1001,
      attempt: 0,
    });
    expect(after([fact('TaskUpstreamFailed', { task: 'a' })])).toMatchObject({
      state: 'upstream-failed',
      endedAt: 1001,
    });
  });

  it('show a logic task as decided in a moment, and a delayed one as waiting for its time', () => {
    expect(after([fact('BranchChosen', { task: 'a', branch: 0 })])).toMatchObject({
      state: 'succeeded',
      startedAt: 1001,
      endedAt: 1001,
      attempts: [],
    });
    expect(after([fact('TaskDelayed', { task: 'a', dueAt: 5000 })])).toMatchObject({
      state: 'delayed',
      queuedAt: null,
    });
  });

  it('change nothing when an attempt is overdue', () => {
    const before = after([queued(), dispatched(), running()]);
    expect(
      after([queued(), dispatched(), running()], [fact('AttemptOverdue', { task: 'a', attempt: 1 })]),
    ).toEqual(before);
  });

  it('refuse a log in which an attempt ends that was never dispatched', () => {
    expect(() => after([queued()], [running()])).toThrow("Attempt 1 of 'a' in run r was never dispatched.");
  });
});
