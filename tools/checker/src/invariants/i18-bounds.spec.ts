import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, dispatched, event, failed, queued, running } from '../../testing/index.js';
import { bounds } from './i18-bounds.js';

const only = { invariants: [bounds] };
const retry = { max: 1, delayMs: 1000, backoff: 'exponential', jitter: 0.5 } as const;
const first = [queued('a'), dispatched('a'), running('a')];
const log = (): LogBuilder => new LogBuilder(workflow({ a: { retry, timeoutMs: 5000 } })).start(first);
const timedOut = event('AttemptTimedOut', { task: 'a', attempt: 1, code: 'TIMED_OUT', message: 'x' });
const retrying = (built: LogBuilder, delay: number, counts = true) =>
  event('TaskRetrying', { task: 'a', dueAt: built.now + delay, cause: counts ? 'failed' : 'lost', counts });

describe('I18', () => {
  it('passes a retry that waits as long as configured, jitter allowed', async () => {
    const good = log();
    good.record([failed('a'), retrying(good, 500)]).record([queued('a', 2)], { later: 500 });
    expect(await good.violations(only)).toEqual([]);
  });

  it('catches a retry too many', async () => {
    const bad = log();
    bad
      .record([failed('a'), retrying(bad, 1000)])
      .record([queued('a', 2), dispatched('a', 2), failed('a', 2)], { later: 1000 });
    expect(await bad.record([retrying(bad, 2000)]).violations(only)).toEqual(['I18 a 5']);
  });

  it('counts lost attempts apart, up to a bound of their own', async () => {
    const lossy = log();
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      const lost = event('AttemptLost', { task: 'a', attempt, reason: 'x' });
      lossy.record([lost, retrying(lossy, 0, false), queued('a', attempt + 1), dispatched('a', attempt + 1)]);
    }
    expect(await lossy.violations(only)).toEqual(['I18 a 52']);
  });

  it('catches a back-off that is too short, or cut short', async () => {
    const short = log();
    expect(await short.record([failed('a'), retrying(short, 499)]).violations(only)).toEqual(['I18 a 3']);
    const cut = log();
    cut.record([failed('a'), retrying(cut, 1000)]).record([queued('a', 2)], { later: 999 });
    expect(await cut.violations(only)).toEqual(['I18 a 4']);
  });

  it('catches a delay that is too short', async () => {
    const delayed = new LogBuilder(workflow({ a: { delayMs: 100 } }));
    const dueAt = delayed.now + 99;
    expect(await delayed.start([event('TaskDelayed', { task: 'a', dueAt })]).violations(only)).toEqual([
      'I18 a 2',
    ]);
  });

  it('catches a time-out of an attempt before it is due', async () => {
    expect(await log().record([timedOut], { later: 5000 }).violations(only)).toEqual([]);
    expect(await log().record([timedOut], { later: 4900 }).violations(only)).toEqual(['I18 a 3']);
    const overdue = event('AttemptOverdue', { task: 'a', attempt: 1 });
    expect(await log().record([overdue], { later: 4999 }).violations(only)).toEqual(['I18 a 3']);
  });

  it('catches a time-out of a run before it is due, pauses counted', async () => {
    const timed = (): LogBuilder => new LogBuilder(workflow({ a: [] }, { timeoutMs: 1000 })).start();
    const declared = [event('RunFailureDeclared', { because: 'timed-out' })];
    expect(await timed().record(declared, { later: 1000 }).violations(only)).toEqual([]);
    expect(await timed().record(declared, { later: 999 }).violations(only)).toEqual(['I18 - 3']);
    const resumed = timed().record([event('RunPaused', { timeoutLeftMs: 1000 })]);
    resumed.record([event('RunResumed', { timeoutAt: resumed.now + 6000 })], { later: 5000 });
    expect(await resumed.record(declared, { later: 999 }).violations(only)).toEqual(['I18 - 5']);
  });
});
