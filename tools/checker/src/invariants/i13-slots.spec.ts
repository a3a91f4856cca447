import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, RUN, dispatched, event, queued, succeeded } from '../../testing/index.js';
import { Journal } from '../beside/journal.js';
import { slotsKept } from './i13-slots.js';

const only = { invariants: [slotsKept] };
const lost = event('AttemptLost', { task: 'a', attempt: 1, reason: 'WorkerLost' });
const retried = event('TaskRetrying', { task: 'a', dueAt: 0, cause: 'lost', counts: false });

/** The worker of attempt 1 is lost, and attempt 2 goes to a process of this name. */
function afterLoss(incarnation: string, proven: boolean): LogBuilder {
  const gone = { type: 'WorkerLost', v: 1, a: -1, data: { worker: 'w1', incarnation: 'w1-1', proven } };
  const next = event('TaskDispatched', { task: 'a', attempt: 2, worker: 'w1', incarnation });
  return new LogBuilder(workflow({ a: {} }))
    .start([queued('a'), dispatched('a')])
    .record([gone], { input: null, outcome: null, aggs: [] })
    .record([lost, retried, queued('a', 2), next]);
}

describe('I13', () => {
  it('passes an attempt that goes to another process of the worker', async () => {
    expect(await afterLoss('w1-2', true).violations(only)).toEqual([]);
  });

  it('passes a process that could only not be heard and is heard again', async () => {
    expect(await afterLoss('w1-1', false).violations(only)).toEqual([]);
  });

  it('catches an attempt that is given to a process that is gone', async () => {
    expect(await afterLoss('w1-1', true).violations(only)).toEqual(['I13 a 4']);
  });

  describe('with a journal and a number of slots', () => {
    const line = (happened: 'start' | 'end', task: string): string =>
      JSON.stringify({ run: RUN, task, attempt: 1, pid: 7, event: happened, at: 0 });
    const check = (slots: number, ...lines: readonly string[]): Promise<readonly string[]> =>
      new LogBuilder(workflow({ a: [], b: [] }))
        .start([queued('a'), dispatched('a'), succeeded('a')])
        .violations({ ...only, slots, journal: Journal.of(lines) });

    it('passes as many scripts at once as there are slots', async () => {
      const lines = [line('start', 'a'), line('start', 'b'), line('end', 'a'), line('end', 'b')];
      expect(await check(2, ...lines)).toEqual([]);
    });

    it('takes a script without an end, such as a killed one, for ended', async () => {
      expect(await check(1, line('start', 'a'), line('start', 'b'), line('end', 'b'))).toEqual([]);
    });

    it('catches a script that starts where all slots are taken', async () => {
      const lines = [line('start', 'a'), line('start', 'b'), line('end', 'a'), line('end', 'b')];
      expect(await check(1, ...lines)).toEqual(['I13 b -']);
    });
  });
});
