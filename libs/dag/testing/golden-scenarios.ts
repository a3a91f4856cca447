import type { RetryPolicy, TriggerRule } from '../src/definition/workflow-definition.js';
import { TRIGGER_RULES } from '../src/definition/workflow-definition.js';
import { pauseRun } from '../src/run/commands/pause-run.js';
import { resumeRun } from '../src/run/commands/resume-run.js';
import { stopRun } from '../src/run/commands/stop-run.js';
import type { Behaviour } from './run-driver.js';
import { RunDriver, runToEnd } from './run-driver.js';
import { conditionsTask, switchTask, workflow } from './workflow-builder.js';

/** Makes the history of one golden file. Deterministic. */
export type Scenario = () => RunDriver;

const end = { failureStrategy: 'end' } as const;
const slow = (takes: number): Behaviour => ({ end: 'succeeded', takes });

const rules = Object.fromEntries(
  TRIGGER_RULES.map((runIf: TriggerRule): [string, Scenario] => [
    `rule-${runIf}`,
    () => {
      const behind = (needs: readonly string[]) => ({ needs, runIf });
      const definition = workflow({
        good: [],
        bad: [],
        off: { if: 'false' },
        'good-off': behind(['good', 'off']),
        'good-bad': behind(['good', 'bad']),
        'bad-off': behind(['bad', 'off']),
        'only-bad': behind(['bad']),
        'only-off': behind(['off']),
      });
      return runToEnd(definition, { good: slow(2000), bad: { end: 'failed', takes: 1000 } });
    },
  ]),
);

const retry =
  (policy: Partial<RetryPolicy>): Scenario =>
  () =>
    runToEnd(workflow({ a: { retry: { max: 3, delayMs: 1000, ...policy } } }), {
      a: ['failed', 'failed', 'failed', 'succeeded'],
    });

const retries: Readonly<Record<string, Scenario>> = {
  'retry-constant': retry({}),
  'retry-linear': retry({ backoff: 'linear' }),
  'retry-exponential': retry({ backoff: 'exponential', maxDelayMs: 3000 }),
  'retry-jitter': retry({ jitter: 0.5 }),
  'retry-without-delay': retry({ delayMs: 0 }),
  'retry-used-up': retry({ max: 2 }),
  'retry-not-retryable': () =>
    runToEnd(workflow({ a: { retry: { max: 3 } } }), { a: { end: 'failed', retryable: false } }),
};

const timeOuts: Readonly<Record<string, Scenario>> = {
  'timeout-of-attempt': () =>
    runToEnd(workflow({ a: { timeoutMs: 60_000, retry: { max: 1 } } }), {
      a: { end: 'timed-out', takes: 60_000 },
    }),
  'timeout-of-attempt-overdue': () => runToEnd(workflow({ a: { timeoutMs: 60_000 } }), { a: 'silent' }),
  'timeout-of-run': () => {
    const tasks = { a: [], late: { delayMs: 90_000 }, cleanup: { needs: ['a'], runIf: 'always' } } as const;
    return runToEnd(workflow(tasks, { timeoutMs: 60_000 }), { a: 'silent' });
  },
  'timeout-of-run-paused': () => {
    const driver = new RunDriver(workflow({ a: [], b: ['a'] }, { timeoutMs: 60_000 }), {
      a: slow(20_000),
      b: 'silent',
    });
    return driver.start().advance(10_000).send(pauseRun({})).advance(100_000).send(resumeRun({})).finish();
  },
};

const lost: Readonly<Record<string, Scenario>> = {
  'lost-rerun': () => runToEnd(workflow({ a: { onWorkerLost: 'rerun' } }), { a: ['lost', 'succeeded'] }),
  'lost-rerun-after-grace': () => runToEnd(workflow({ a: [] }), { a: ['lost', 'succeeded'] }),
  'lost-counted': () => runToEnd(workflow({ a: { retry: { max: 1, on: ['lost'] } } }), { a: 'lost' }),
  'lost-fail': () => runToEnd(workflow({ a: { onWorkerLost: 'fail' } }), { a: 'lost' }),
  'lost-at-most-once-held': () => {
    const definition = workflow({ a: { delivery: 'at-most-once' }, b: [] });
    return runToEnd(definition, { a: 'lost' }).send(
      stopRun({ by: 'ada', reason: 'its outcome is not known' }),
    );
  },
  'lost-at-most-once-fail': () =>
    runToEnd(workflow({ a: { delivery: 'at-most-once', onWorkerLost: 'fail' } }), { a: 'lost' }),
};

const ends: Readonly<Record<string, Scenario>> = {
  'end-succeeded': () => runToEnd(workflow({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] })),
  'end-succeeded-all-skipped': () => runToEnd(workflow({ a: { if: 'false' }, b: ['a'] })),
  'end-succeeded-allowed': () => runToEnd(workflow({ a: { allowFailure: true }, b: ['a'] }), { a: 'failed' }),
  'end-succeeded-handled': () =>
    runToEnd(
      workflow({
        a: [],
        check: conditionsTask(['a'], {
          when: "tasks.a.state == 'succeeded'",
          success: ['go'],
          failure: ['repair'],
        }),
        go: ['check'],
        repair: ['check'],
      }),
      { a: 'failed' },
    ),
  'end-failed-continue': () =>
    runToEnd(workflow({ a: [], b: ['a'], c: [], d: ['c'] }), { a: 'failed', c: slow(1000) }),
  'end-failed-end': () => {
    const tasks = {
      a: [],
      b: [],
      late: { delayMs: 9000 },
      after: ['a'],
      cleanup: { needs: ['a', 'b'], runIf: 'always' },
    } as const;
    return runToEnd(workflow(tasks, end), { a: { end: 'failed', takes: 1000 }, b: slow(60_000) });
  },
  'end-failed-expression': () => runToEnd(workflow({ a: { if: '1 / 0 == 1' } })),
  'end-failed-outputs': () =>
    runToEnd(workflow({ a: { outputs: { rows: 'integer' } } }), {
      a: { end: 'succeeded', outputs: { other: 'x' } },
    }),
  'end-stopped': () =>
    new RunDriver(workflow({ a: [], b: [], late: { delayMs: 9000 }, after: ['a'] }, { timeoutMs: 60_000 }), {
      a: slow(5000),
      b: slow(1000),
    })
      .start()
      .advance(2000)
      .send(stopRun({ by: 'ada' })),
};

const branches: Readonly<Record<string, Scenario>> = Object.fromEntries(
  [0, 5, 500].map((rows): [string, Scenario] => [
    `branch-switch-${rows}`,
    () => {
      const count = 'tasks.a.outputs.rows';
      const definition = workflow({
        a: { outputs: { rows: 'integer' } },
        choice: switchTask(
          ['a'],
          [
            { if: `${count} == 0`, then: ['none'] },
            { if: `${count} < 10`, then: ['few'] },
          ],
        ),
        none: ['choice'],
        few: ['choice'],
        unnamed: ['choice'],
        join: ['none', 'few'],
      });
      return runToEnd(definition, { a: { end: 'succeeded', outputs: { rows: String(rows) } } });
    },
  ]),
);

const pauses: Readonly<Record<string, Scenario>> = {
  'pause-and-resume': () => {
    const tasks = {
      a: [],
      b: { delayMs: 5000 },
      c: { retry: { max: 1 } },
      choice: switchTask(['a'], [], ['d']),
      d: ['choice'],
    };
    const driver = new RunDriver(workflow(tasks), { a: slow(3000), c: ['failed', 'succeeded'] });
    return driver
      .start()
      .advance(1000)
      .send(pauseRun({ by: 'ada' }))
      .advance(60_000)
      .send(resumeRun({}))
      .finish();
  },
  'pause-and-stop': () =>
    new RunDriver(workflow({ a: [], b: ['a'] }), { a: slow(3000) })
      .start()
      .send(pauseRun({}))
      .advance(5000)
      .send(stopRun({})),
  'pause-and-end': () =>
    new RunDriver(workflow({ a: [] }), { a: slow(3000) }).start().send(pauseRun({})).finish(),
  'pause-and-fail': () => {
    const tasks = { a: [], b: ['a'], cleanup: { runIf: 'always' } } as const;
    return new RunDriver(workflow(tasks, end), { a: { end: 'failed', takes: 3000 }, cleanup: slow(4000) })
      .start()
      .send(pauseRun({}))
      .finish();
  },
};

/** By the name of their file: one for each trigger rule, end, path of a retry, a time-out or a loss, branch and pause. */
export const GOLDEN_SCENARIOS: Readonly<Record<string, Scenario>> = {
  ...rules,
  ...ends,
  ...retries,
  ...timeOuts,
  ...lost,
  ...branches,
  ...pauses,
};
