import { expect, it } from 'vitest';
import { dispatchOf } from '../../testing/worker-bench.js';
import { attemptEnvironment } from './attempt-environment.js';

const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;

it('gives a script the table of workflow-format §7, and nothing else of the environment of the worker', () => {
  const own = {
    PATH: '/bin',
    HOME: '/h',
    LANG: 'C',
    TZ: 'UTC',
    TMPDIR: '/t',
    SECRET: 's',
    MILLRACE_FAILPOINT: 'x',
  };
  const dispatch = dispatchOf('a', { attempt: 3, run: { round: 2 }, traceparent: TRACE });
  expect(attemptEnvironment(dispatch, own, { output: '/o', inputs: '/i' }, 0)).toEqual({
    PATH: '/bin',
    HOME: '/h',
    LANG: 'C',
    TZ: 'UTC',
    TMPDIR: '/t',
    MILLRACE_RUN_ID: 'run-1',
    MILLRACE_PROJECT: 'tests',
    MILLRACE_WORKFLOW: 'sample',
    MILLRACE_TASK: 'a',
    MILLRACE_ATTEMPT: '3',
    MILLRACE_LOGICAL_DATE: '2026-01-02T03:04:05.000Z',
    MILLRACE_DEADLINE: '1970-01-01T00:00:00.000Z',
    MILLRACE_IDEMPOTENCY_KEY: 'run-1/2/a',
    MILLRACE_FENCING_TOKEN: String(2 * 2 ** 20 + 3),
    MILLRACE_OUTPUT: '/o',
    MILLRACE_INPUTS: '/i',
    traceparent: `00-${'a'.repeat(32)}-9e7f08f7af8f68e8-00`,
  });
});

it('names no deadline that is beyond all dates', () => {
  const files = { output: '/o', inputs: '/i' };
  expect(attemptEnvironment(dispatchOf('a'), {}, files, 9e15)).toMatchObject({ MILLRACE_DEADLINE: '' });
});
