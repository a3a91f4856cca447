import { describe, expect, it } from 'vitest';
import {
  RUN_ID,
  START_OF_TIME,
  givenNoRun,
  given,
  graphOf,
  start,
  workflow,
} from '../../../testing/index.js';
import { RUN_TIMEOUT } from '../effects.js';
import { runStarted } from '../events/run-started.js';
import { runSucceeded } from '../events/run-succeeded.js';
import { taskQueued } from '../events/task-queued.js';
import { isRejection } from '../rejection.js';
import { step } from '../run.js';

const string = { type: 'string', required: false, secret: false } as const;
const sample = workflow({ a: [], b: ['a'], c: [] }, { labels: { team: 'sales', tier: '1' } });

const startedAs = (definition = sample) => ({
  run: RUN_ID,
  project: 'tests',
  workflow: 'sample',
  version: 1,
  definition: graphOf(definition).hash,
  params: {},
  labels: definition.labels,
  trigger: 'test',
  priority: 'medium' as const,
  logicalDate: [START_OF_TIME, 'UTC'] as [number, string],
});

describe('StartRun', () => {
  it('starts the run and queues every task without needs', () => {
    givenNoRun(sample)
      .when(start(sample))
      .then(
        runStarted(startedAs()),
        taskQueued({ task: 'a', attempt: 1 }),
        taskQueued({ task: 'c', attempt: 1 }),
      )
      .andEffects({ effect: 'OfferTask', task: 0 }, { effect: 'OfferTask', task: 2 });
  });

  it('ends at once as succeeded when every task is disabled', () => {
    const empty = workflow({ a: { enabled: false } });

    givenNoRun(empty)
      .when(start(empty))
      .then(runStarted(startedAs(empty)), runSucceeded({}));
  });

  it('writes the parameters with their defaults and the values that were given', () => {
    const definition = workflow(
      {},
      {
        params: {
          region: { ...string, default: 'eu' },
          day: { ...string, type: 'date', default: '${{ run.logicalDate.minusDays(1) }}' },
          note: string,
          rows: { ...string, type: 'integer' },
        },
      },
    );
    const { run } = givenNoRun(definition)
      .when(start(definition, { params: { region: 'us', rows: 7 } }))
      .thenAmong();

    expect(run.start.params).toEqual({ region: 'us', day: { $date: '2026-11-22' }, note: null, rows: 7 });
  });

  it('rejects parameters that are missing, unknown or of another type, each with its reason', () => {
    const definition = workflow(
      {},
      { params: { day: { ...string, required: true }, rows: { ...string, type: 'integer' } } },
    );
    const result = step(undefined, start(definition, { params: { rows: 'many', colour: 'red' } }), {
      now: START_OF_TIME,
      definition: { graph: graphOf(definition), version: 1 },
    });

    expect(result).toMatchObject({ rejected: true, code: 'INVALID_PARAMETERS' });
    const params = isRejection(result) ? result.details?.map((detail) => detail.param) : [];
    expect([...(params ?? [])].sort()).toEqual(['colour', 'day', 'rows']);
  });

  it('takes labels, priority, logical date and trigger of the command before those of the definition', () => {
    const data = {
      labels: { tier: '2' },
      priority: 'high',
      logicalDate: START_OF_TIME - 1,
      trigger: 'cli',
    } as const;
    const { run } = givenNoRun(sample).when(start(sample, data)).thenAmong();

    expect(run.start).toMatchObject({
      labels: { team: 'sales', tier: '2' },
      priority: 'high',
      logicalDate: [START_OF_TIME - 1, 'UTC'],
      trigger: 'cli',
    });
  });

  it('starts the timer of the run’s time-out', () => {
    const definition = workflow({ a: { enabled: false }, b: [] }, { timeoutMs: 60_000 });

    givenNoRun(definition)
      .when(start(definition))
      .then(
        runStarted({ ...startedAs(definition), timeoutMs: 60_000 }),
        taskQueued({ task: 'b', attempt: 1 }),
      )
      .andEffects(
        { effect: 'StartTimer', task: RUN_TIMEOUT, dueAt: START_OF_TIME + 60_000 },
        { effect: 'OfferTask', task: 0 },
      );
  });

  it('is rejected when the run is there already', () => {
    given(sample).when(start(sample)).thenRejected('ALREADY_STARTED');
  });

  it('is rejected when its parameters and labels do not fit into a record', () => {
    const fits = workflow({ a: [] }, { labels: { note: 'x'.repeat(100 * 1024) } });
    const tooLarge = workflow({ a: [] }, { labels: { note: 'é'.repeat(100 * 1024) } });

    givenNoRun(fits)
      .when(start(fits))
      .thenAmong(taskQueued({ task: 'a', attempt: 1 }));
    givenNoRun(tooLarge).when(start(tooLarge)).thenRejected('TOO_LARGE');
  });

  it('is rejected when there is no such workflow', () => {
    const result = step(undefined, start(sample, { version: 7 }), { now: START_OF_TIME });

    expect(result).toMatchObject({
      code: 'UNKNOWN_WORKFLOW',
      message: 'Could not start tests/sample version 7: there is no such workflow.',
    });
  });
});
