import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, RUN, dispatched, done, event, queued, runSucceeded } from '../../testing/index.js';
import type { AttemptProcess } from '../beside/beside.js';
import { noSurvivor } from './i12-no-survivor.js';

const process = (task: string, attempt: number): AttemptProcess => ({
  pid: 100 + attempt,
  run: RUN,
  task,
  attempt,
});

/** `before`: what runs when the checker begins; `after`: what of it has not ended in the time that it is given. */
function violations(log: LogBuilder, before: readonly AttemptProcess[], after = before) {
  const looks = [before, after];
  const processes = { running: () => looks.shift() ?? [], grace: () => Promise.resolve() };
  return log.violations({ invariants: [noSurvivor], processes });
}

describe('I12', () => {
  const ended = new LogBuilder(workflow({ a: [] })).start([...done('a'), runSucceeded()]);
  const lost = new LogBuilder(workflow({ a: [] })).start([
    queued('a'),
    dispatched('a'),
    event('AttemptLost', { task: 'a', attempt: 1, reason: 'WorkerLost' }),
  ]);

  it('passes where nothing of an ended attempt runs, or only until it is told to end', async () => {
    expect(await violations(ended, [])).toEqual([]);
    expect(await violations(ended, [process('a', 1)], [])).toEqual([]);
  });

  it('passes processes of attempts that have not ended, and of other logs', async () => {
    const running = new LogBuilder(workflow({ a: [] })).start([queued('a'), dispatched('a')]);
    expect(await violations(running, [process('a', 1)])).toEqual([]);
    expect(await violations(ended, [{ ...process('a', 1), run: 'of another log' }])).toEqual([]);
  });

  it('catches a process of an attempt that was lost', async () => {
    expect(await violations(lost, [process('a', 1)])).toEqual(['I12 a -']);
  });

  it('catches a process of a run that has ended, though the attempt is none', async () => {
    expect(await violations(ended, [process('a', 2)])).toEqual(['I12 a -']);
  });
});
