import { describe, expect, it } from 'vitest';
import { problemsOf, workflowText } from './parse-samples.contract.js';

const KNOWN = 'switch, conditions, noop, shell, http';
const LATER = 'is described in the format, but this version does not support it yet.';

describe('what is not built yet is read and refused in its place', () => {
  it.each([
    [
      'triggers',
      'triggers: []',
      `6:1: NOT_YET_SUPPORTED 'triggers' ${LATER} (hint: take it out, and start runs with millrace run start or by the API)`,
    ],
    [
      'onSuccess',
      'onSuccess: [{ channel: mail }]',
      `6:1: NOT_YET_SUPPORTED 'onSuccess' ${LATER} (hint: take it out: a last task with runIf: all-done can tell how the run ended)`,
    ],
    [
      'onFailure',
      'onFailure: []',
      `6:1: NOT_YET_SUPPORTED 'onFailure' ${LATER} (hint: take it out: a last task with runIf: all-done can tell how the run ended)`,
    ],
    [
      'onFinish',
      'onFinish: []',
      `6:1: NOT_YET_SUPPORTED 'onFinish' ${LATER} (hint: take it out: a last task with runIf: all-done can tell how the run ended)`,
    ],
    [
      'serial runs',
      'concurrency: { policy: serial-wait }',
      `6:1: NOT_YET_SUPPORTED 'concurrency' ${LATER} (hint: leave it out: runs of a workflow run side by side)`,
    ],
    [
      'a limit',
      'concurrency: { policy: parallel, limit: 3 }',
      `6:1: NOT_YET_SUPPORTED 'concurrency' ${LATER} (hint: leave it out: runs of a workflow run side by side)`,
    ],
    [
      'alert',
      'timeoutAction: alert',
      `6:16: NOT_YET_SUPPORTED 'timeoutAction: alert' ${LATER} (hint: leave it out: a time-out fails)`,
    ],
    [
      'alert of all tasks',
      'defaults: { timeoutAction: alert }',
      `6:28: NOT_YET_SUPPORTED 'timeoutAction: alert' ${LATER} (hint: leave it out: a time-out fails)`,
    ],
    [
      'secret parameters',
      'params: { p: { type: string, secret: true } }',
      `6:38: NOT_YET_SUPPORTED 'secret: true' ${LATER} (hint: take it out only if everybody who sees the run may see the value)`,
    ],
  ])('%s', (_, top, expected) => {
    expect(problemsOf(workflowText('  a: { type: noop }', top))).toBe(expected);
  });

  it.each([
    [
      'taskGroup',
      '{ type: noop, taskGroup: { name: db } }',
      `5:20: NOT_YET_SUPPORTED 'taskGroup' ${LATER} (hint: take it out: the task then waits for no slot)`,
    ],
    [
      'alert of a task',
      '{ type: noop, timeoutAction: alert }',
      `5:35: NOT_YET_SUPPORTED 'timeoutAction: alert' ${LATER} (hint: leave it out: a time-out fails)`,
    ],
    [
      'another task type',
      '{ type: sql, query: select, datasource: x }',
      `5:14: NOT_YET_SUPPORTED The task type 'sql' ${LATER} (hint: task types: ${KNOWN})`,
    ],
    [
      'a sub-workflow',
      '{ type: workflow, workflow: retail/report }',
      `5:14: NOT_YET_SUPPORTED The task type 'workflow' ${LATER} (hint: task types: ${KNOWN})`,
    ],
  ])('%s', (_, task, expected) => {
    expect(problemsOf(workflowText(`  a: ${task}`))).toBe(expected);
  });

  it('but not where it says what is the case anyway', () => {
    const top =
      'concurrency: { policy: parallel }\ntimeoutAction: fail\nparams: { p: { type: string, secret: false } }';
    expect(problemsOf(workflowText('  a: { type: noop, timeoutAction: fail }', top))).toBe('-');
  });

  it('and a mistake in it is told as well', () => {
    expect(problemsOf(workflowText('  a: { type: noop }', 'concurrency: { policy: serial_wait }'))).toBe(
      "6:24: INVALID_VALUE 'concurrency.policy' must be one of parallel, serial-wait, serial-priority, serial-discard, serial-replace, not 'serial_wait'. (hint: did you mean 'serial-wait'?)",
    );
  });
});
