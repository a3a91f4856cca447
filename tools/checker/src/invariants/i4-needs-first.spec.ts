import { switchTask, workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import {
  LogBuilder,
  dispatched,
  done,
  event,
  failed,
  queued,
  runFailed,
  runSucceeded,
  taskFailed,
} from '../../testing/index.js';
import { needsFirst } from './i4-needs-first.js';

const only = { invariants: [needsFirst] };
const chain = workflow({ a: [], b: ['a'] });
const choice = workflow({
  s: switchTask([], [{ if: 'true', then: ['x'] }], ['y']),
  x: ['s'],
  y: ['s'],
  z: ['x', 'y'],
});
const chosen = (branch: number | 'else') => event('BranchChosen', { task: 's', branch });
const skipped = (
  task: string,
  reason: 'needs-skipped' | 'rule-not-met' | 'if-false' | 'run-ending' = 'needs-skipped',
) => event('TaskSkipped', { task, reason });

describe('I4', () => {
  it('passes where tasks follow their needs', async () => {
    expect(
      await new LogBuilder(chain).start([...done('a'), ...done('b'), runSucceeded()]).violations(),
    ).toEqual([]);
  });

  it('catches a task that starts before its need has ended', async () => {
    const { violations } = await new LogBuilder(chain)
      .start([queued('a'), dispatched('a'), queued('b')])
      .check(only);
    expect(violations).toMatchObject([
      {
        invariant: 'I4',
        task: 'b',
        offset: 2,
        sentence: 'TaskQueued, but its rule all-success waits for a.',
      },
    ]);
  });

  it('catches a task that starts after a need has failed', async () => {
    const bad = new LogBuilder(chain).start([
      queued('a'),
      dispatched('a'),
      failed('a'),
      taskFailed('a'),
      queued('b'),
    ]);
    expect(await bad.violations(only)).toEqual(['I4 b 2']);
  });

  it('passes the branch that was chosen and the join, and wants the other skipped', async () => {
    const good = new LogBuilder(choice).start([
      chosen(0),
      skipped('y'),
      ...done('x'),
      ...done('z'),
      runSucceeded(),
    ]);
    expect(await good.violations()).toEqual([]);
  });

  it('catches a task of a branch that was not chosen', async () => {
    expect(await new LogBuilder(choice).start([chosen('else'), queued('x')]).violations(only)).toEqual([
      'I4 x 2',
    ]);
  });

  it('catches a task that is skipped without a reason', async () => {
    expect(await new LogBuilder(choice).start([chosen(0), skipped('x')]).violations(only)).toEqual([
      'I4 x 2',
    ]);
    expect(await new LogBuilder(chain).start([skipped('b', 'run-ending')]).violations(only)).toEqual([
      'I4 b 2',
    ]);
    expect(
      await new LogBuilder(chain).start([event('TaskUpstreamFailed', { task: 'b' })]).violations(only),
    ).toEqual(['I4 b 2']);
  });

  it('catches a task that starts while the run pauses or is ending', async () => {
    const pausing = new LogBuilder(chain).start([
      queued('a'),
      event('RunPauseRequested', {}),
      dispatched('a'),
    ]);
    expect(await pausing.violations(only)).toEqual(['I4 a 2']);
    const stopping = new LogBuilder(chain).start([
      queued('a'),
      event('RunStopRequested', {}),
      dispatched('a'),
    ]);
    expect(await stopping.violations(only)).toEqual(['I4 a 2']);
  });

  it('lets clean-up start while the run is failing', async () => {
    const definition = workflow({ a: [], b: { needs: ['a'], runIf: 'always' } }, { failureStrategy: 'end' });
    const good = new LogBuilder(definition).start([
      queued('a'),
      dispatched('a'),
      failed('a'),
      taskFailed('a'),
      event('RunFailureDeclared', { because: 'task-failed', task: 'a' }),
      ...done('b'),
      runFailed('a'),
    ]);
    expect(await good.violations()).toEqual([]);
  });
});
