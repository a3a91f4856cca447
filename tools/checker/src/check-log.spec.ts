import { RunDriver, conditionsTask, runToEnd, switchTask, workflow } from '@millrace/dag/testing';
import type { Outcomes } from '@millrace/dag/testing';
import type { WorkflowDefinition } from '@millrace/dag';
import { describe, expect, it } from 'vitest';
import { LogBuilder, RUN, done, queued, runSucceeded } from '../testing/index.js';
import { DEFAULT_INVARIANTS, checkLog } from './check-log.js';
import { invariants } from './invariants/index.js';

/** Commands whose effect may stand in a history, by that effect. */
const CAUSES: Readonly<Record<string, string>> = {
  RunStopRequested: 'StopRun',
  RunPauseRequested: 'PauseRun',
  RunResumed: 'ResumeRun',
};

/** The history of a driver as a log, one event a record. */
function logOf({ definition, history }: RunDriver): LogBuilder {
  const log = new LogBuilder(definition).start();
  for (const { at, event } of history.slice(1)) {
    const cause = CAUSES[event.type];
    log.record([event], { later: at - log.now, ...(cause === undefined ? {} : { cause: { type: cause } }) });
  }
  return log;
}

const diamond = { a: [], b: ['a'], c: ['a'], d: ['b', 'c'] };
const scenarios: Readonly<Record<string, readonly [WorkflowDefinition, Outcomes]>> = {
  'a diamond': [workflow(diamond), {}],
  'a failure': [workflow(diamond), { b: 'failed' }],
  'a failure that ends the run': [
    workflow({ ...diamond, e: { needs: ['d'], runIf: 'always' } }, { failureStrategy: 'end' }),
    { b: 'failed', c: { end: 'succeeded', takes: 60_000 } },
  ],
  'retries with growing back-off': [
    workflow({ a: { retry: { max: 3, delayMs: 500, backoff: 'exponential', jitter: 0.3 } } }),
    { a: ['failed', 'timed-out', 'failed', 'succeeded'] },
  ],
  'lost workers': [
    workflow({ a: [], b: ['a'] }),
    { a: ['lost', { end: 'lost', proven: true }, 'succeeded'] },
  ],
  'an allowed failure and a delay': [
    workflow({ a: { allowFailure: true }, b: { needs: ['a'], delayMs: 1000 } }),
    { a: 'failed' },
  ],
  'a switch and its join': [
    workflow({ s: switchTask([], [{ if: 'false', then: ['x'] }], ['y']), x: ['s'], y: ['s'], z: ['x', 'y'] }),
    {},
  ],
  'a handled failure': [
    workflow({ a: [], c: conditionsTask(['a'], { when: 'false', failure: ['f'] }), f: ['c'] }),
    { a: 'failed' },
  ],
  'every trigger rule': [
    workflow({
      a: [],
      b: [],
      one: { needs: ['a', 'b'], runIf: 'one-success' },
      bad: { needs: ['a', 'b'], runIf: 'one-failed' },
      all: { needs: ['a', 'b'], runIf: 'all-failed' },
      none: { needs: ['a', 'b'], runIf: 'none-failed' },
      last: { needs: ['one', 'bad', 'all', 'none'], runIf: 'all-done' },
    }),
    { a: 'failed', b: { end: 'succeeded', takes: 100 } },
  ],
  'a run that times out': [
    workflow({ a: [], b: ['a'] }, { timeoutMs: 1000 }),
    { a: { end: 'succeeded', takes: 5000 } },
  ],
  'an attempt that is overdue': [
    workflow({ a: { timeoutMs: 1000 } }),
    { a: { end: 'succeeded', takes: 90_000 } },
  ],
};

describe('checkLog', () => {
  for (const [name, [definition, outcomes]] of Object.entries(scenarios)) {
    it(`finds nothing wrong with what the product decides about ${name}`, async () => {
      const { violations, counts } = await logOf(runToEnd(definition, outcomes)).check();
      expect(violations).toEqual([]);
      expect(counts.open).toBe(0);
    });
  }

  it('finds nothing wrong with a run that is held', async () => {
    const definition = workflow({ a: { delivery: 'at-most-once' } });
    const { violations, counts } = await logOf(runToEnd(definition, { a: 'lost' })).check();
    expect(violations).toEqual([]);
    expect(counts.open).toBe(1);
  });

  it('finds nothing wrong with a run that is paused, goes on and is stopped', async () => {
    const slow = { end: 'succeeded', takes: 5000 } as const;
    const driver = new RunDriver(workflow({ a: [], b: ['a'], c: ['b'] }, { timeoutMs: 60_000 }), {
      a: slow,
      b: slow,
    }).start();
    driver.send({ type: 'PauseRun', data: {} }).advance(6000);
    driver.send({ type: 'ResumeRun', data: {} }).advance(1000);
    driver.send({ type: 'StopRun', data: { reason: 'enough' } }).finish();
    const { violations, counts } = await logOf(driver).check();
    expect(violations).toEqual([]);
    expect(counts.ended.stopped).toBe(1);
  });

  it('counts what it has seen', async () => {
    const log = new LogBuilder(workflow({ a: [], b: [] })).start([
      ...done('a'),
      ...done('b'),
      runSucceeded(),
    ]);
    const { counts } = await log.check();
    expect(counts).toMatchObject({
      partitions: 1,
      records: 3,
      claims: 1,
      commands: 1,
      events: 10,
      runs: 1,
      ended: { succeeded: 1, failed: 0, stopped: 0 },
      open: 0,
      tasks: 2,
      attempts: 2,
    });
  });

  it('keeps as many violations as it is told, and counts all', async () => {
    const log = new LogBuilder(workflow({ a: [] }))
      .start()
      .record([queued('a', 5)])
      .record([queued('a', 9)]);
    const { violations, violated } = await log.check({ keep: 1 });
    expect(violations).toHaveLength(1);
    expect(Object.fromEntries(violated)).toMatchObject({ I3: 2, I14: 1 });
  });

  it('refuses a torn log that nobody watches', async () => {
    const torn = new LogBuilder(workflow({ a: [] })).start().put({}, 1);
    const onlyRest = DEFAULT_INVARIANTS.filter(({ name }) => name === 'I14');
    await expect(checkLog(torn.source, { invariants: onlyRest })).rejects.toThrow();
  });

  it('says where a violation is', async () => {
    const { violations } = await new LogBuilder(workflow({ a: [] })).start([queued('a', 5)]).check();
    expect(violations[0]).toEqual({
      invariant: 'I3',
      run: RUN,
      task: 'a',
      partition: 0,
      offset: 2,
      sentence: 'Attempt 5 is queued, expected 1.',
    });
  });
});

describe('the register', () => {
  it('leaves out what does not hold for every log', () => {
    expect(DEFAULT_INVARIANTS.map(({ name }) => name)).not.toContain('EXACTLY-ONCE');
    expect(invariants.map(({ name }) => name)).toContain('EXACTLY-ONCE');
  });

  it('says what each promises in a sentence', () => {
    expect(invariants.filter(({ promise }) => !/^[A-Z].*\.$/.test(promise))).toEqual([]);
  });
});
