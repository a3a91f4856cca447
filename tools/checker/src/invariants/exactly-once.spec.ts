import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import {
  LogBuilder,
  dispatched,
  done,
  event,
  failed,
  queued,
  runSucceeded,
  succeeded,
} from '../../testing/index.js';
import { exactlyOnce } from './exactly-once.js';

const only = { invariants: [exactlyOnce] };
const log = (): LogBuilder =>
  new LogBuilder(workflow({ a: { retry: { max: 1 } }, b: { needs: ['a'], runIf: 'one-success' } }));

describe('EXACTLY-ONCE', () => {
  it('passes a run in which every task ran once after its parents', async () => {
    expect(
      await log()
        .start([...done('a'), ...done('b'), runSucceeded()])
        .violations(only),
    ).toEqual([]);
  });

  it('catches a task that ran twice', async () => {
    const twice = [
      queued('a'),
      dispatched('a'),
      failed('a'),
      queued('a', 2),
      dispatched('a', 2),
      succeeded('a', 2),
    ];
    expect(
      await log()
        .start([...twice, ...done('b'), runSucceeded()])
        .violations(only),
    ).toEqual(['EXACTLY-ONCE a 2']);
  });

  it('catches a task that did not run', async () => {
    const skipped = event('TaskSkipped', { task: 'b', reason: 'rule-not-met' });
    expect(
      await log()
        .start([...done('a'), skipped, runSucceeded()])
        .violations(only),
    ).toEqual(['EXACTLY-ONCE b 2']);
  });

  it('catches a task that starts before its parents have ended', async () => {
    expect(
      await log()
        .start([queued('a'), dispatched('a'), ...done('b')])
        .violations(only),
    ).toEqual(['EXACTLY-ONCE b 2']);
  });
});
