import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, RUN, dispatched, done, event, queued, runSucceeded } from '../../testing/index.js';
import { Journal } from '../beside/journal.js';
import { starts } from './i10-starts.js';

const line = (happened: 'start' | 'end', attempt = 1, change: object = {}): string =>
  JSON.stringify({ run: RUN, task: 'a', attempt, pid: 100 + attempt, event: happened, at: 0, ...change });
const script = { env: { JOURNAL: 'journal.jsonl' } };
const log = (): LogBuilder => new LogBuilder(workflow({ a: script })).start([...done('a'), runSucceeded()]);
const check = (built: LogBuilder, ...lines: string[]): Promise<readonly string[]> =>
  built.violations({ invariants: [starts], journal: Journal.of(lines) });

describe('I10', () => {
  it('passes where the journal agrees with the log', async () => {
    expect(await check(log(), line('start'), line('end'))).toEqual([]);
  });

  it('catches a success that no script has seen', async () => {
    expect(await check(log())).toEqual(['I10 a -']);
    expect(await check(log(), line('start'))).toEqual(['I10 a -']);
    expect(await check(log(), line('start', 2), line('end', 2))).toEqual(['I10 a -', 'I10 a -']);
  });

  it('asks nothing of tasks that write no journal', async () => {
    expect(await check(new LogBuilder(workflow({ a: [] })).start([...done('a'), runSucceeded()]))).toEqual(
      [],
    );
  });

  it('catches an attempt that has started twice', async () => {
    expect(await check(log(), line('start'), line('start', 1, { pid: 7 }), line('end'))).toEqual(['I10 a -']);
  });

  it('catches a second start of an at-most-once task, of whatever attempt', async () => {
    const once = workflow({ a: { ...script, delivery: 'at-most-once' } });
    const unknown = event('AttemptOutcomeUnknown', { task: 'a', attempt: 1, reason: 'x' });
    const twice = new LogBuilder(once).start([
      queued('a'),
      dispatched('a'),
      unknown,
      queued('a', 2),
      dispatched('a', 2),
    ]);
    expect(await check(twice, line('start'), line('start', 2))).toEqual(['I10 a -']);
  });

  it('catches a script of a run or a task that the log does not have', async () => {
    const known = [line('start'), line('end')];
    expect(await check(log(), ...known, line('start', 1, { run: 'another' }))).toEqual(['I10 - -']);
    expect(await check(log(), ...known, line('start', 1, { task: 'z' }))).toEqual(['I10 z -']);
  });
});
