import { conditionsTask, workflow } from '@millrace/dag/testing';
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
  running,
  taskFailed,
} from '../../testing/index.js';
import { runEnd } from './i5-run-end.js';

const only = { invariants: [runEnd] };
const pair = (): LogBuilder => new LogBuilder(workflow({ a: [], b: [] }));
const fails = (task: string, allowed = false) => [
  queued(task),
  dispatched(task),
  failed(task),
  taskFailed(task, allowed),
];

describe('I5', () => {
  it('passes a run whose task runs have all ended', async () => {
    expect(
      await pair()
        .start([...done('a'), ...done('b'), runSucceeded()])
        .violations(),
    ).toEqual([]);
  });

  it('catches a run that ends before its task runs', async () => {
    expect(
      await pair()
        .start([...done('a'), queued('b'), runSucceeded()])
        .violations(only),
    ).toEqual(['I5 b 2']);
  });

  it('catches an event after the end', async () => {
    const late = pair()
      .start([...done('a'), ...done('b'), runSucceeded()])
      .record([running('a')]);
    expect(await late.violations(only)).toEqual(['I5 - 3']);
  });

  it('catches a run that is started again', async () => {
    const again = pair()
      .start([...done('a'), ...done('b'), runSucceeded()])
      .start();
    expect(await again.violations(only)).toEqual(['I5 - 3']);
  });

  it('catches a result that is not what the task runs make of it', async () => {
    expect(
      await pair()
        .start([...done('a'), ...fails('b'), runSucceeded()])
        .violations(only),
    ).toEqual(['I5 - 2']);
    expect(
      await pair()
        .start([...done('a'), ...done('b'), runFailed('b')])
        .violations(only),
    ).toEqual(['I5 - 2']);
    expect(
      await pair()
        .start([...done('a'), ...done('b'), event('RunStopped', {})])
        .violations(only),
    ).toEqual(['I5 - 2']);
  });

  it('knows allowed and handled failures', async () => {
    const allowed = pair().start([...done('a'), ...fails('b', true), runSucceeded()]);
    expect(await allowed.violations(only)).toEqual([]);
    const definition = workflow({ a: [], c: conditionsTask(['a'], { when: 'true' }) });
    const chosen = event('BranchChosen', { task: 'c', branch: 'success' });
    const handled = new LogBuilder(definition).start([...fails('a'), chosen, runSucceeded()]);
    expect(await handled.violations()).toEqual([]);
  });
});
