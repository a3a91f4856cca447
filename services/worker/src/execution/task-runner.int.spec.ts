import type { AnyCommand, Value } from '@millrace/dag';
import { LogCorruptError } from '@millrace/events';
import type { TaskContext, TaskExecutor, TaskResult } from '@millrace/tasks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { fakeType, heldExecutor } from '../../testing/fake-type.js';
import { runnerBench } from '../../testing/runner-bench.js';

const ATTEMPT = { task: 'a', attempt: 1, incarnation: 'this-process' };
const OK: TaskResult = { state: 'succeeded', outputs: {} };

const runFake = (executor: TaskExecutor): Promise<AnyCommand> => runnerBench().run(fakeType(executor));

/** Logs some lines and ends. */
const logging =
  (text: string, result: TaskResult): TaskExecutor =>
  async ({ log }) => {
    await log('stdout', Buffer.from(text));
    return result;
  };

describe('an attempt that succeeds', () => {
  it('is reported with its exit code and its outputs as the log keeps values', async () => {
    const outputs: Record<string, Value> = {
      rows: 3n,
      share: 2,
      name: 'x',
      day: { kind: 'date', iso: '2026-11-20' },
      list: [1n, null],
      map: new Map([['k', true]]),
    };
    expect(await runFake(async () => ({ state: 'succeeded', outputs, exitCode: 0 }))).toEqual({
      type: 'ReportAttemptSucceeded',
      data: {
        ...ATTEMPT,
        exitCode: 0,
        outputs: {
          rows: 3,
          share: { $double: 2 },
          name: 'x',
          day: { $date: '2026-11-20' },
          list: [1, null],
          map: { k: true },
        },
      },
    });
  });

  it('is reported without what it does not have, and without the end of its log', async () => {
    expect(await runFake(logging('all is well\n', OK))).toEqual({
      type: 'ReportAttemptSucceeded',
      data: { ...ATTEMPT, logLines: 1 },
    });
  });

  it('has succeeded also where a kill or a drain came too late', async () => {
    for (const reason of ['kill', 'drain']) {
      const stop = new AbortController();
      const type = fakeType(async () => {
        stop.abort(reason);
        return OK;
      });
      expect(await runnerBench().run(type, { stop })).toMatchObject({ type: 'ReportAttemptSucceeded' });
    }
  });
});

describe('an attempt that fails', () => {
  const failure: TaskResult = { state: 'failed', code: 'EXIT_CODE', message: 'exit code 3', exitCode: 3 };

  it('is reported with its code, its exit code and the last lines of its log, and may be tried again', async () => {
    const text = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
    expect(await runFake(logging(text, failure))).toEqual({
      type: 'ReportAttemptFailed',
      data: {
        ...ATTEMPT,
        code: 'EXIT_CODE',
        message: 'exit code 3',
        exitCode: 3,
        retryable: true,
        logLines: 30,
        logTail: Array.from({ length: 20 }, (_, index) => `line ${index + 11}`).join('\n'),
      },
    });
  });

  it('is reported without what it does not have', async () => {
    expect(await runFake(async () => ({ state: 'failed', code: 'X', message: 'y' }))).toEqual({
      type: 'ReportAttemptFailed',
      data: { ...ATTEMPT, code: 'X', message: 'y', retryable: true },
    });
  });

  it('is not tried again where its type says so', async () => {
    const report = await runFake(async () => ({ ...failure, retryable: false }));
    expect(report).toMatchObject({ type: 'ReportAttemptFailed', data: { retryable: false } });
  });

  it('has a message of bounded length', async () => {
    const report = await runFake(async () => ({ ...failure, message: 'x'.repeat(100_000) }));
    expect(report).toMatchObject({ data: { message: 'x'.repeat(8000) } });
  });

  it('has failed when it stopped though nobody asked it to', async () => {
    expect(await runFake(logging('bye\n', { state: 'stopped' }))).toMatchObject({
      type: 'ReportAttemptFailed',
      data: { code: 'STOPPED', retryable: true, logTail: 'bye' },
    });
  });

  it.each([
    [new Error('out of memory'), 'out of memory'],
    ['no error at all', 'no error at all'],
  ])(
    'fails as a fault of the worker, to be tried again, when its executor throws',
    async (thrown, message) => {
      const fault = vi.fn<TaskExecutor>().mockRejectedValue(thrown);
      const report = await runFake(async (context) => {
        await context.log('stderr', Buffer.from('so far\n'));
        return await fault(context);
      });
      expect(report).toEqual({
        type: 'ReportAttemptFailed',
        data: { ...ATTEMPT, code: 'WORKER_FAULT', message, retryable: true, logLines: 1, logTail: 'so far' },
      });
    },
  );
});

describe('an attempt whose expressions fail', () => {
  const strict = (executor: TaskExecutor) =>
    fakeType(executor, { settings: z.strictObject({ n: z.bigint() }) });

  it.each([
    ['a setting cannot be evaluated', { settings: { n: '${{ params.missing }}' } }, 'missing'],
    ['a setting is not what the type takes', { settings: { n: "${{ 'three' }}" } }, 'After evaluation'],
    ['its environment cannot be evaluated', { settings: {}, env: { X: '${{ params.missing }}' } }, 'missing'],
  ])('is not run and not tried again: %s', async (_, task, message) => {
    const executor = vi.fn<TaskExecutor>(async () => OK);
    expect(await runnerBench().run(strict(executor), { task })).toEqual({
      type: 'ReportAttemptFailed',
      data: {
        ...ATTEMPT,
        code: 'EXPRESSION_ERROR',
        message: expect.stringContaining(message),
        retryable: false,
      },
    });
    expect(executor).not.toHaveBeenCalled();
  });
});

describe('an attempt that is told to end', () => {
  const ends: readonly TaskResult[] = [
    { state: 'stopped', exitCode: 143 },
    { state: 'failed', code: 'EXIT_CODE', message: 'exit code 143', exitCode: 143 },
  ];

  it.each(ends)('was killed when it was told so: $state', async (result) => {
    const stop = new AbortController();
    const { executor, started, end } = heldExecutor();
    const report = runnerBench().run(fakeType(executor), { stop });
    const { signal } = await started;
    expect(signal.aborted).toBe(false);
    stop.abort('kill');
    expect(signal.reason).toBe('kill');
    end(result);
    expect(await report).toEqual({
      type: 'ReportAttemptKilled',
      data: { ...ATTEMPT, exitCode: 143 },
    });
  });

  it.each(ends)('is lost, provably, when its worker drains: $state', async (result) => {
    const stop = new AbortController();
    const { executor, started, end } = heldExecutor();
    const report = runnerBench().run(fakeType(executor), { stop });
    const { signal } = await started;
    stop.abort('drain');
    expect(signal.reason).toBe('drain');
    end(result);
    expect(await report).toEqual({
      type: 'ReportAttemptLost',
      data: { ...ATTEMPT, reason: 'drained', proven: true },
    });
  });
});

describe('the time-out of an attempt', () => {
  afterEach(() => void vi.useRealTimers());

  function timed(executor: TaskExecutor, stop = new AbortController()) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const bench = runnerBench();
    return { ...bench, report: bench.run(fakeType(executor), { task: { timeoutMs: 60_000 }, stop }) };
  }

  it.each<TaskResult>([
    { ...OK, exitCode: 0 },
    { state: 'failed', code: 'EXIT_CODE', message: 'exit code 0', exitCode: 0 },
    { state: 'stopped', exitCode: 0 },
  ])('is what is reported whatever the attempt makes of it: $state', async (result) => {
    const { executor, started, end } = heldExecutor();
    const { report } = timed(executor);
    const { signal, log } = await started;
    await log('stdout', Buffer.from('waiting\n'));
    vi.advanceTimersByTime(59_999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toBe('timed-out');
    end(result);
    expect(await report).toEqual({
      type: 'ReportAttemptTimedOut',
      data: { ...ATTEMPT, exitCode: 0, logLines: 1, logTail: 'waiting' },
    });
  });

  it('is not heard of by an attempt that ends before', async () => {
    const { report } = timed(async () => OK);
    expect(await report).toMatchObject({ type: 'ReportAttemptSucceeded' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not count the time that the log takes afterwards', async () => {
    const { executor, started, end } = heldExecutor();
    const { report, log } = timed(executor);
    const gate = Promise.withResolvers<undefined>();
    const append = vi.spyOn(log, 'append').mockReturnValue(gate.promise.then(() => []));
    const context = await started;
    await context.log('stdout', Buffer.from('done\n'));
    end({ state: 'failed', code: 'X', message: 'y' });
    await vi.waitFor(() => expect(append).toHaveBeenCalled(), { timeout: 10_000, interval: 1 });
    vi.advanceTimersByTime(3_600_000);
    gate.resolve(undefined);
    expect(await report).toMatchObject({ type: 'ReportAttemptFailed' });
  });

  it('does not make a kill that came before into anything else', async () => {
    const stop = new AbortController();
    const { executor, started, end } = heldExecutor();
    const { report } = timed(executor, stop);
    await started;
    stop.abort('kill');
    vi.advanceTimersByTime(60_000);
    end({ state: 'stopped' });
    expect(await report).toEqual({ type: 'ReportAttemptKilled', data: ATTEMPT });
  });
});

describe('the log of an attempt', () => {
  it('is stored before the end is reported', async () => {
    const { run, log } = runnerBench();
    const order: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    const append = vi.spyOn(log, 'append').mockImplementation(async () => {
      await gate.promise;
      order.push('stored');
      return [];
    });
    const report = run(fakeType(logging('one\n', OK))).then(() => order.push('reported'));
    await vi.waitFor(() => expect(append).toHaveBeenCalled(), { timeout: 10_000, interval: 1 });
    gate.resolve(undefined);
    await report;
    expect(order).toEqual(['stored', 'reported']);
  });

  it('has the lines of both streams, and its end', async () => {
    const { run, log, lines } = runnerBench();
    await run(
      fakeType(async (context) => {
        await context.log('stdout', Buffer.from('out\n'));
        await context.log('stderr', Buffer.from('err'));
        return OK;
      }),
    );
    expect(await lines()).toEqual([
      [0, 'stdout', 'out'],
      [0, 'stderr', 'err'],
    ]);
    const { records } = await log.read('task-logs', 0, 0, 10);
    expect(records.at(-1)).toMatchObject({
      key: 'run-1/a/1',
      value: { run: 'run-1', task: 'a', attempt: 1, end: true },
    });
  });

  it('is nothing where nothing was written', async () => {
    const { run, log } = runnerBench();
    await run(fakeType(async () => OK));
    expect(await log.bounds('task-logs', 0)).toEqual({ start: 0, end: 0 });
  });

  it('that cannot be stored fails the attempt, which may be tried again, whatever became of it', async () => {
    const { run, log } = runnerBench();
    vi.spyOn(log, 'append').mockRejectedValue(new LogCorruptError('The log was made anew.'));
    expect(await run(fakeType(logging('one\n', OK)))).toEqual({
      type: 'ReportAttemptFailed',
      data: {
        ...ATTEMPT,
        code: 'LOG_LOST',
        message: 'The log was made anew.',
        retryable: true,
        logTail: 'one',
      },
    });
  });

  it('that cannot be stored does not make a killed attempt into a failed one', async () => {
    const { run, log } = runnerBench();
    vi.spyOn(log, 'append').mockRejectedValue(new LogCorruptError('The log was made anew.'));
    const stop = new AbortController();
    stop.abort('kill');
    const report = await run(fakeType(logging('one\n', { state: 'stopped' })), { stop });
    expect(report.type).toBe('ReportAttemptKilled');
  });
});

describe('the executor of a task type', () => {
  it('is loaded once for all attempts', async () => {
    const { run } = runnerBench();
    const load = vi.fn(async (): Promise<TaskExecutor> => async () => OK);
    const type = fakeType(async () => OK, { executor: load });
    await Promise.all([run(type), run(type)]);
    await run(type);
    expect(load).toHaveBeenCalledOnce();
  });

  it('is loaded again by the next attempt when it could not be loaded', async () => {
    const { run } = runnerBench();
    const load = vi.fn(async (): Promise<TaskExecutor> => async () => OK);
    load.mockRejectedValueOnce(new Error('no such module'));
    const type = fakeType(async () => OK, { executor: load });
    expect(await run(type)).toEqual({
      type: 'ReportAttemptFailed',
      data: { ...ATTEMPT, code: 'WORKER_FAULT', message: 'no such module', retryable: true },
    });
    expect(await run(type)).toMatchObject({ type: 'ReportAttemptSucceeded' });
    expect(await run(type)).toMatchObject({ type: 'ReportAttemptSucceeded' });
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('is given evaluated settings and the task’s own environment, and no folder where it starts nothing', async () => {
    const { run, folders } = runnerBench({ environment: { PATH: '/bin', SECRET: 's' } });
    const seen: TaskContext[] = [];
    const made: string[] = [];
    const type = fakeType(async (context) => {
      seen.push(context);
      made.push(...folders());
      return OK;
    });
    const task = { settings: { rows: '${{ params.rows }}' }, env: { ROWS: '${{ params.rows }}' } };
    const dispatch = { attempt: 4, run: { round: 2 }, inputs: { params: { rows: 7 }, tasks: {} } };
    await run(type, { task, dispatch });
    expect(seen).toMatchObject([
      { settings: { rows: 7n }, workDir: '', idempotencyKey: 'run-1/2/a', killGraceMs: 10_000 },
    ]);
    expect(seen[0]?.env).toEqual({ ROWS: '7' });
    expect(made).toEqual([]);
  });
});
