import { describe, expect, it } from 'vitest';
import {
  START_OF_TIME,
  dispatch,
  given,
  running,
  start,
  succeeded,
  workflow,
  givenNoRun,
} from '../../../testing/index.js';
import { MAX_RUN_OUTPUT_BYTES } from '../check-outputs.js';
import { attemptFailed } from '../events/attempt-failed.js';
import { attemptSucceeded } from '../events/attempt-succeeded.js';
import { runFailed } from '../events/run-failed.js';
import { runSucceeded } from '../events/run-succeeded.js';
import { taskFailed } from '../events/task-failed.js';
import { taskQueued } from '../events/task-queued.js';
import { taskRetrying } from '../events/task-retrying.js';

const chain = workflow({ a: [], b: ['a'] });

describe('ReportAttemptSucceeded', () => {
  it('ends the task run and queues what waited for it', () => {
    given(chain, dispatch('a'), running('a'))
      .when(succeeded('a', { exitCode: 0 }))
      .then(attemptSucceeded({ task: 'a', attempt: 1, exitCode: 0 }), taskQueued({ task: 'b', attempt: 1 }))
      .andEffects({ effect: 'OfferTask', task: 1 });
  });

  it('counts without accepted and running before it', () => {
    given(chain, dispatch('a'))
      .when(succeeded('a'))
      .thenAmong(attemptSucceeded({ task: 'a', attempt: 1 }));
  });

  it('ends the run with its last task', () => {
    given(workflow({ a: [] }), dispatch('a'))
      .when(succeeded('a'))
      .then(attemptSucceeded({ task: 'a', attempt: 1 }), runSucceeded({}))
      .andEffects({ effect: 'EndRun' });
  });

  it('cancels the guard of the time-out', () => {
    given(workflow({ a: { timeoutMs: 1000 }, b: [] }), dispatch('a'), running('a'))
      .when(succeeded('a'))
      .then(attemptSucceeded({ task: 'a', attempt: 1 }))
      .andEffects({ effect: 'CancelTimer', task: 0 });
  });

  it('keeps outputs with their encoded size', () => {
    given(chain, dispatch('a'))
      .when(succeeded('a', { outputs: { rows: '17' } }))
      .thenAmong(attemptSucceeded({ task: 'a', attempt: 1, outputs: { rows: '17' }, bytes: 13 }));
  });

  it('leaves empty outputs out', () => {
    given(chain, dispatch('a'))
      .when(succeeded('a', { outputs: {} }))
      .thenAmong(attemptSucceeded({ task: 'a', attempt: 1 }));
  });

  describe('with declared outputs', () => {
    const declared = workflow({ a: { outputs: { rows: 'integer', day: 'date' }, retry: { max: 1 } } });
    const missing = { code: 'OUTPUTS_MISSING', message: "The output 'day' is declared and was not given." };

    it('gives them their types, and lets others pass', () => {
      given(declared, dispatch('a'))
        .when(succeeded('a', { outputs: { rows: '17', day: '2026-11-20', more: 'x' } }))
        .thenAmong(
          attemptSucceeded({
            task: 'a',
            attempt: 1,
            outputs: { rows: 17, day: { $date: '2026-11-20' }, more: 'x' },
            bytes: JSON.stringify({ rows: 17, day: { $date: '2026-11-20' }, more: 'x' }).length,
          }),
        );
    });

    it('keeps the zone of a datetime, and what has its type already', () => {
      const types = workflow({ a: { outputs: { at: 'datetime', day: 'date', sizes: 'list' } } });
      const night = '2026-11-20T23:30:00-05:00';
      const outputs = {
        at: { $datetime: [Date.parse(night), '-05:00'] },
        day: { $date: '2026-11-20' },
        sizes: [{ $double: 5 }],
      };
      const bytes = JSON.stringify(outputs).length;
      given(types, dispatch('a'))
        .when(succeeded('a', { outputs: { at: night, day: night, sizes: [{ $double: 5 }] } }))
        .thenAmong(attemptSucceeded({ task: 'a', attempt: 1, outputs, bytes }));
    });

    it('fails an attempt that does not give one, and tries it again', () => {
      given(declared, dispatch('a'))
        .when(succeeded('a', { exitCode: 0, outputs: { rows: '17' } }))
        .then(
          attemptFailed({ task: 'a', attempt: 1, exitCode: 0, ...missing }),
          taskRetrying({ task: 'a', dueAt: START_OF_TIME + 10_000, cause: 'failed', counts: true }),
        );
    });

    it('fails an attempt that gives none at all', () => {
      given(workflow({ a: { outputs: { day: 'date' } } }), dispatch('a'))
        .when(succeeded('a'))
        .then(
          attemptFailed({ task: 'a', attempt: 1, ...missing }),
          taskFailed({ task: 'a', ...missing, allowed: false }),
          runFailed({ because: 'a' }),
        );
    });

    it('fails an attempt that gives one of another type', () => {
      const { step } = given(declared, dispatch('a'))
        .when(succeeded('a', { outputs: { rows: 'many', day: '2026-11-20' } }))
        .thenAmong();

      expect(step.events[0]?.data).toMatchObject({ code: 'OUTPUTS_TYPE' });
      expect(step.events[1]?.type).toBe('TaskRetrying');
    });
  });

  it('fails the task for good when the outputs of the run exceed 8 MiB', () => {
    const definition = workflow({ a: [], b: { retry: { max: 3 } } });
    const first = succeeded('a', { outputs: { text: 'x'.repeat(MAX_RUN_OUTPUT_BYTES - 100) } });
    const message = 'The outputs of the run exceed 8 MiB in all.';

    givenNoRun(definition)
      .when(
        start(definition),
        dispatch('a'),
        first,
        dispatch('b'),
        succeeded('b', { outputs: { text: 'x'.repeat(100) } }),
      )
      .then(
        attemptFailed({ task: 'b', attempt: 1, code: 'OUTPUTS_TOO_LARGE', message }),
        taskFailed({ task: 'b', code: 'OUTPUTS_TOO_LARGE', message, allowed: false }),
        runFailed({ because: 'b' }),
      );
  });
});
