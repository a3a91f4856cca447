import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../testing/apply-events.js';
import { fact, runStarted } from '../../testing/recorded-log.js';

const start = [runStarted('r')];

describe('The run list', () => {
  it('shows a run from its first event on, with all that it was started with', () => {
    expect(rowsOf('r', start).run).toEqual({
      id: 'r',
      project: 'demo',
      workflow: 'nightly',
      version: 3,
      definition: 'hash',
      state: 'running',
      round: 1,
      params: { n: 7 },
      labels: { team: 'data' },
      trigger: 'api',
      priority: 'medium',
      logicalDate: 1000,
      logicalZone: 'Europe/Berlin',
      startedAt: 1000,
      endedAt: null,
      because: null,
      reason: null,
      counts: {},
      partition: 2,
      firstOffset: 10,
      lastOffset: 10,
    });
  });

  it('shows that a run has succeeded, and when', () => {
    expect(rowsOf('r', start, [fact('RunSucceeded', {})]).run).toMatchObject({
      state: 'succeeded',
      endedAt: 1001,
      because: null,
    });
  });

  it('shows which task a run failed because of', () => {
    const { run } = rowsOf('r', start, [fact('RunFailed', { because: 'extract' })]);
    expect(run).toMatchObject({ state: 'failed', endedAt: 1001, because: 'extract' });
  });

  it('shows that a run is failing, and whether a task or its time-out did it', () => {
    const byTask = rowsOf('r', start, [
      fact('RunFailureDeclared', { because: 'task-failed', task: 'extract' }),
    ]);
    const byTime = rowsOf('r', start, [fact('RunFailureDeclared', { because: 'timed-out' })]);
    expect(byTask.run).toMatchObject({ state: 'failing', because: 'extract', endedAt: null });
    expect(byTime.run).toMatchObject({ state: 'failing', because: 'timed-out', endedAt: null });
  });

  it('shows the way through a pause with the reason that a person gave', () => {
    const requested = [fact('RunPauseRequested', { by: 'ada', reason: 'the disk is full' })];
    const paused = [fact('RunPaused', {})];
    expect(rowsOf('r', start, requested).run).toMatchObject({ state: 'pausing', reason: 'the disk is full' });
    expect(rowsOf('r', start, requested, paused).run).toMatchObject({
      state: 'paused',
      reason: 'the disk is full',
    });
    const resumed = rowsOf('r', start, requested, paused, [fact('RunResumed', {})]).run;
    expect(resumed).toMatchObject({ state: 'running', reason: null, endedAt: null });
  });

  it('shows the way to a stop with the reason that a person gave', () => {
    const requested = [fact('RunStopRequested', { reason: 'wrong date' })];
    expect(rowsOf('r', start, requested).run).toMatchObject({
      state: 'stopping',
      reason: 'wrong date',
      endedAt: null,
    });
    const stopped = rowsOf('r', start, requested, [fact('RunStopped', {})]).run;
    expect(stopped).toMatchObject({ state: 'stopped', reason: 'wrong date', endedAt: 1002 });
  });

  it('counts the task runs by the state that each is in now', () => {
    const { run } = rowsOf(
      'r',
      start,
      [fact('TaskQueued', { task: 'a', attempt: 1 }), fact('TaskQueued', { task: 'b', attempt: 1 })],
      [fact('TaskDispatched', { task: 'a', attempt: 1, worker: 'w', incarnation: 'i' })],
      [fact('TaskSkipped', { task: 'c', reason: 'if-false' })],
    );
    expect(run.counts).toEqual({ dispatched: 1, queued: 1, skipped: 1 });
  });
});
