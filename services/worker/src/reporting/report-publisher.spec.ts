import type { AnyCommand } from '@millrace/dag';
import type { TaskReport } from '@millrace/events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { handleReports, memoryLog, saying, silent } from '../../testing/worker-bench.js';
import type { JournalEntry } from '../execution/journal.js';
import type { Reporter } from './report-publisher.js';
import { ReportPublisher } from './report-publisher.js';

const reporterOf = (task: string, journalled = true): Reporter => ({
  key: `run-1/${task}/1`,
  run: 'run-1',
  partition: 1,
  journalled,
  last: [],
});
const say = (task: string, what: string): AnyCommand => ({
  type: `ReportAttempt${what}`,
  data: { task, attempt: 1, incarnation: 'i' },
});

function outbox() {
  const log = memoryLog();
  const journal: string[] = [];
  const keeper = { write: ({ entry, key }: JournalEntry) => void journal.push(`${entry} ${key}`) };
  return { log, journal, reports: new ReportPublisher(log, 'w1', keeper, silent) };
}

const messages = (handled: readonly TaskReport[]) => handled.map(({ reports }) => reports.map(saying));

describe('the outbox of reports', () => {
  afterEach(() => void vi.useRealTimers());

  it('keeps the order of an attempt, one message at a time', async () => {
    const { log, reports } = outbox();
    const sent: (() => void)[] = [];
    const handled: TaskReport[] = [];
    vi.spyOn(log, 'append').mockImplementation(async (_topic, records) => {
      for (const { value } of records) handled.push(value as TaskReport);
      await new Promise<void>((resolve) => sent.push(resolve));
      return [0];
    });
    const reporter = reporterOf('a');
    reports.report(reporter, say('a', 'Running'));
    await vi.waitFor(() => expect(sent).toHaveLength(1), { interval: 1 });
    reports.report(reporter, say('a', 'Succeeded'));
    reports.report(reporterOf('b'), say('b', 'Running'));
    await vi.waitFor(() => expect(sent).toHaveLength(2), { interval: 1 });
    expect(messages(handled)).toEqual([['a/1 Running'], ['b/1 Running']]);
    sent[0]?.();
    await vi.waitFor(() => expect(sent).toHaveLength(3), { interval: 1 });
    expect(messages(handled).at(-1)).toEqual(['a/1 Succeeded']);
    for (const done of sent) done();
    await reports.drained();
    expect(reports.pending).toBe(0);
  });

  it('merges what is not sent yet, and leaves out `accepted` before more', async () => {
    const { log, reports } = outbox();
    const handled = handleReports(log);
    const reporter = reporterOf('a');
    for (const what of ['Accepted', 'Running', 'Succeeded']) reports.report(reporter, say('a', what));
    reports.report(reporterOf('b'), say('b', 'Accepted'));
    await reports.drained();
    expect(messages(handled)).toEqual([['a/1 Running', 'a/1 Succeeded'], ['b/1 Accepted']]);
  });

  it('keeps an end in the journal until the log has it', async () => {
    const { log, journal, reports } = outbox();
    reports.report(reporterOf('a'), say('a', 'Succeeded'));
    await vi.waitFor(async () => expect(await log.bounds('task-status', 1)).toEqual({ start: 0, end: 1 }), {
      interval: 1,
    });
    expect(journal).toEqual(['report run-1/a/1']);
    handleReports(log);
    await reports.drained();
    expect(journal).toEqual(['report run-1/a/1', 'done run-1/a/1']);
  });

  it('writes nothing to the journal of what is no end or need not be kept', async () => {
    const { log, journal, reports } = outbox();
    handleReports(log);
    reports.report(reporterOf('a'), say('a', 'Running'));
    reports.report(reporterOf('b', false), say('b', 'Succeeded'));
    await reports.drained();
    expect(journal).toEqual([]);
  });

  it('sends again, in order, until the log takes it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { log, journal, reports } = outbox();
    const handled = handleReports(log);
    const append = vi.spyOn(log, 'append');
    append.mockRejectedValueOnce(new Error('no disk')).mockRejectedValueOnce(new Error('no disk'));
    const reporter = reporterOf('a');
    reports.report(reporter, say('a', 'Running'));
    for (let failure = 1; append.mock.calls.length < failure;) await vi.advanceTimersByTimeAsync(0);
    reports.report(reporter, say('a', 'Failed'));
    expect(journal).toEqual(['report run-1/a/1']);
    const drained = reports.drained();
    await vi.advanceTimersByTimeAsync(1000);
    await drained;
    expect(append).toHaveBeenCalledTimes(4);
    expect(messages(handled)).toEqual([['a/1 Running'], ['a/1 Failed']]);
    expect(journal).toEqual(['report run-1/a/1', 'done run-1/a/1']);
  });

  it('repeats the last report only when it is not on its way already', async () => {
    const { log, reports } = outbox();
    const handled = handleReports(log);
    const reporter = reporterOf('a');
    reports.report(reporter, say('a', 'Succeeded'));
    reports.repeat(reporter);
    await reports.drained();
    expect(handled).toHaveLength(1);
    reports.repeat(reporter);
    await reports.drained();
    expect(messages(handled)).toEqual([['a/1 Succeeded'], ['a/1 Succeeded']]);
  });

  it('resends what an earlier process could not', async () => {
    const { log, reports } = outbox();
    const handled = handleReports(log);
    const report: TaskReport = { run: 'run-1', worker: 'w1', reports: [say('a', 'Succeeded')] };
    await reports.resend([{ partition: 3, report }]);
    expect(handled).toEqual([report]);
    expect((await log.bounds('task-status', 3)).end).toBe(1);
  });
});
