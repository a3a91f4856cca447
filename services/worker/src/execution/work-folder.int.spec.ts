import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from '@millrace/events/testing';
import type { TaskContext, TaskExecutor, TaskResult, TaskType } from '@millrace/tasks';
import { taskType } from '@millrace/tasks';
import { describe, expect, it, vi } from 'vitest';
import { fakeType, heldExecutor } from '../../testing/fake-type.js';
import { runnerBench } from '../../testing/runner-bench.js';

const OK: TaskResult = { state: 'succeeded', outputs: {} };
const FAILED: TaskResult = { state: 'failed', code: 'X', message: 'y' };

/** A type that gets a work folder, without a process. */
const spawning = (executor: TaskExecutor): TaskType =>
  fakeType(executor, { type: 'fake-script', spawns: true });

const shell = (): TaskType => {
  const type = taskType('shell');
  if (!type) throw new Error('There is no task type shell.');
  return type;
};

const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** Leaves files and folders behind, as a script may, and ends so. */
const littering =
  (result: TaskResult): TaskExecutor =>
  async ({ workDir }) => {
    mkdirSync(join(workDir, 'sub', 'deep'), { recursive: true });
    writeFileSync(join(workDir, 'sub', 'deep', 'file'), 'left');
    writeFileSync(join(workDir, 'flat'), 'left');
    return result;
  };

describe('the work folder of an attempt', () => {
  it('is there while the attempt runs, for it alone, and gone afterwards', async () => {
    const { run, folders } = runnerBench();
    const [first, second] = [heldExecutor(), heldExecutor()];
    const type = spawning((context) =>
      (context.idempotencyKey.startsWith('run-1') ? first : second).executor(context),
    );
    const reports = [run(type), run(type, { dispatch: { run: { id: 'run-2' } } })];
    const dirs = [(await first.started).workDir, (await second.started).workDir];
    expect(folders().toSorted()).toEqual(dirs.toSorted());
    expect(new Set(dirs).size).toBe(2);
    for (const dir of dirs) {
      expect(modeOf(dir)).toBe(0o700);
      expect(readdirSync(dir)).toEqual([]);
    }
    first.end(OK);
    await reports[0];
    expect(folders()).toEqual([dirs[1]]);
    second.end(OK);
    await reports[1];
    expect(folders()).toEqual([]);
  });

  it.each<TaskResult>([OK, FAILED, { state: 'stopped' }])(
    'is removed with everything that was left in it: $state',
    async (result) => {
      const { run, folders } = runnerBench();
      await run(spawning(littering(result)));
      expect(folders()).toEqual([]);
    },
  );

  it('is removed when the executor throws', async () => {
    const { run, folders } = runnerBench({ keepFailed: true });
    const report = await run(
      spawning(async (context) => {
        await littering(OK)(context);
        throw new Error('broken');
      }),
    );
    expect(report).toMatchObject({ data: { code: 'WORKER_FAULT' } });
    expect(folders()).toEqual([]);
  });

  it('is kept as it is when the attempt failed and the worker was asked to keep it', async () => {
    const { run, folders } = runnerBench({ keepFailed: true });
    await run(spawning(littering(FAILED)));
    const [kept = ''] = folders();
    expect(readFileSync(join(kept, 'sub', 'deep', 'file'), 'utf8')).toBe('left');
    expect(readFileSync(join(kept, 'flat'), 'utf8')).toBe('left');
  });

  it.each<TaskResult>([OK, { state: 'stopped' }])(
    'is not kept when the attempt did not fail: $state',
    async (result) => {
      const { run, folders } = runnerBench({ keepFailed: true });
      await run(spawning(littering(result)));
      expect(folders()).toEqual([]);
    },
  );

  it('that cannot be made is a fault of the worker, and the attempt may be tried again', async () => {
    const { run, workFolder } = runnerBench();
    writeFileSync(join(workFolder, '1'), 'in the way');
    expect(await run(spawning(async () => OK))).toMatchObject({
      type: 'ReportAttemptFailed',
      data: { code: 'WORKER_FAULT', retryable: true },
    });
  });
});

describe('what a script is given', () => {
  /** Runs an attempt and hands over what its executor saw, with what `look` makes of it while it runs. */
  async function given<T>(
    look: (context: TaskContext) => T,
    init: Parameters<ReturnType<typeof runnerBench>['run']>[1] = {},
  ): Promise<{ readonly context: TaskContext; readonly looked: T }> {
    const environment = { PATH: '/bin', LANG: 'C', SECRET: 's', MILLRACE_FAILPOINT: 'x' };
    const { run } = runnerBench({ environment, now: () => Date.UTC(2026, 0, 5) });
    const seen: { readonly context: TaskContext; readonly looked: T }[] = [];
    const report = await run(
      spawning(async (context) => {
        seen.push({ context, looked: look(context) });
        return OK;
      }),
      init,
    );
    const [first] = seen;
    if (!first) throw new Error(`The attempt did not run: ${JSON.stringify(report)}`);
    return first;
  }

  it('is the environment of workflow-format §7 and that of the task, and nothing else of the worker’s', async () => {
    const { context } = await given(() => undefined, {
      task: { timeoutMs: 90_000, env: { ROWS: '${{ params.rows }}', GONE: '${{ params.gone }}' } },
      dispatch: { attempt: 3, run: { round: 2 }, inputs: { params: { rows: 7, gone: null }, tasks: {} } },
    });
    expect(context.env).toEqual({
      PATH: '/bin',
      LANG: 'C',
      MILLRACE_RUN_ID: 'run-1',
      MILLRACE_PROJECT: 'tests',
      MILLRACE_WORKFLOW: 'sample',
      MILLRACE_TASK: 'a',
      MILLRACE_ATTEMPT: '3',
      MILLRACE_LOGICAL_DATE: '2026-01-02T03:04:05.000Z',
      MILLRACE_DEADLINE: '2026-01-05T00:01:30.000Z',
      MILLRACE_IDEMPOTENCY_KEY: 'run-1/2/a',
      MILLRACE_FENCING_TOKEN: String(2 * 2 ** 20 + 3),
      MILLRACE_OUTPUT: join(context.workDir, '.millrace-output'),
      MILLRACE_INPUTS: join(context.workDir, '.millrace-inputs.json'),
      traceparent: expect.stringMatching(/^00-/) as string,
      ROWS: '7',
    });
    expect(context.idempotencyKey).toBe('run-1/2/a');
    expect(context.killGraceMs).toBe(10_000);
  });

  it('is no deadline where there is no time-out', async () => {
    const { context } = await given(() => undefined);
    expect(context.env['MILLRACE_DEADLINE']).toBe('');
  });

  it('is a file with the inputs of the dispatch as plain JSON, which only the worker’s user may read', async () => {
    const { looked } = await given(
      ({ env: { MILLRACE_INPUTS: file = '' } }) => ({
        inputs: JSON.parse(readFileSync(file, 'utf8')) as unknown,
        mode: modeOf(file),
      }),
      {
        dispatch: {
          inputs: {
            params: { day: { $date: '2026-11-20' }, count: 3, gone: null },
            tasks: {
              load: { state: 'succeeded', attempt: 2, outputs: { rows: 7, wait: { $duration: 90_000 } } },
            },
          },
        },
      },
    );
    expect(looked).toEqual({
      inputs: {
        params: { day: '2026-11-20', count: 3, gone: null },
        tasks: { load: { state: 'succeeded', attempt: 2, outputs: { rows: 7, wait: 'PT90S' } } },
      },
      mode: 0o600,
    });
  });

  it('is a file with empty inputs where the task refers to nothing', async () => {
    const { looked } = await given(({ env: { MILLRACE_INPUTS: file = '' } }) => readFileSync(file, 'utf8'));
    expect(JSON.parse(looked)).toEqual({ params: {}, tasks: {} });
  });
});

describe('a process of an attempt', () => {
  it('stands in the journal as soon as it is announced', async () => {
    const { run, spawned } = runnerBench();
    const found: unknown[] = [];
    const type = spawning(async ({ onSpawn }) => {
      found.push(spawned());
      onSpawn({ pid: 4711, startTime: '99' });
      found.push(spawned());
      return OK;
    });
    await run(type, { dispatch: { attempt: 2 } });
    expect(found).toEqual([[], [{ entry: 'spawn', key: 'run-1/a/2', pid: 4711, startTime: '99' }]]);
  });
});

describe('an attempt of a real script', () => {
  it('gives outputs that it has made of its inputs, and a log', async () => {
    const { run, folders, spawned, lines } = runnerBench();
    const script = `
      echo "attempt $MILLRACE_ATTEMPT in $(pwd -P)"
      echo 'a warning' >&2
      echo "twice:=$((ROWS * 2))" >> "$MILLRACE_OUTPUT"
      cat "$MILLRACE_INPUTS" > inputs && echo "inputs=$(cat inputs)" >> "$MILLRACE_OUTPUT"`;
    const report = await run(shell(), {
      task: { settings: { script }, env: { ROWS: '${{ params.rows }}' } },
      dispatch: { inputs: { params: { rows: 21 }, tasks: {} } },
    });
    expect(report).toMatchObject({
      type: 'ReportAttemptSucceeded',
      data: { exitCode: 0, outputs: { twice: 42, inputs: '{"params":{"rows":21},"tasks":{}}' } },
    });
    const texts = (await lines()).map(([, stream, text]) => `${stream} ${text}`);
    expect(texts.toSorted()).toEqual([
      'stderr a warning',
      expect.stringMatching(/^stdout attempt 1 in \/.+/),
    ]);
    expect(spawned()).toMatchObject([{ key: 'run-1/a/1', pid: expect.any(Number) }]);
    expect(folders()).toEqual([]);
  });

  it('fails with its exit code and its last words, and leaves its folder where it is wanted', async () => {
    const { run, folders } = runnerBench({ keepFailed: true });
    const report = await run(shell(), {
      task: { settings: { script: 'echo half > done; echo no more; exit 3' } },
    });
    expect(report).toMatchObject({
      type: 'ReportAttemptFailed',
      data: { code: 'EXIT_CODE', exitCode: 3, logTail: 'no more', retryable: true },
    });
    expect(readFileSync(join(folders()[0] ?? '', 'done'), 'utf8')).toBe('half\n');
  });

  it('is ended by a kill, and neither process nor folder is left', async () => {
    const { run, log, folders } = runnerBench();
    const stop = new AbortController();
    const logged = collect(log, 'task-logs', 0, 0);
    const report = run(shell(), { task: { settings: { script: 'echo $$; sleep 1000; true' } }, stop });
    await logged.until(1);
    const pid = Number(logged.records[0]?.value.lines[0]?.[2]);
    expect(existsSync(folders()[0] ?? '')).toBe(true);
    expect(process.kill(pid, 0)).toBe(true);
    stop.abort('kill');
    expect(await report).toMatchObject({ type: 'ReportAttemptKilled' });
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), {
      timeout: 10_000,
      interval: 5,
    });
    expect(folders()).toEqual([]);
  });
});
