import { formatProblems, parseWorkflow } from '@millrace/dag';
import { describe, expect, it } from 'vitest';
import { taskTypes } from './task-types.js';

/** What validation says of a workflow with this one task: `line:column: CODE message (hint: …)` each. */
function told(task: string): string {
  const text = `apiVersion: v1\nkind: Workflow\nname: x\nparams: { p: { type: string } }\ntasks:\n  a: ${task}\n`;
  const parsed = parseWorkflow(text, taskTypes);
  return parsed.ok ? '' : formatProblems(parsed.problems);
}

describe('the settings of the task types, in a file', () => {
  it.each([
    [
      '{ type: shell, script: "true", shell: zsh }',
      "INVALID_VALUE 'tasks.a.shell' must be one of sh, bash, not 'zsh'. (hint: did you mean 'sh'?)",
    ],
    [
      '{ type: http, request: { url: "http://x", method: get } }',
      "must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, not 'get'. (hint: did you mean 'GET'?)",
    ],
    [
      '{ type: noop, fail: "yes" }',
      "INVALID_TYPE 'tasks.a.fail' must be true or false, not text. (hint: write true or false, without quotes)",
    ],
    [
      '{ type: noop, duration: 5 }',
      'INVALID_DURATION 5 is a bare number: a duration needs a unit. (hint: write 5s for seconds or 5m for minutes)',
    ],
    [
      '{ type: noop, duration: x }',
      "INVALID_DURATION 'x' is not a duration. (hint: write a number and a unit",
    ],
    ['{ type: noop, duration: "5" }', "INVALID_DURATION '5' is not a duration."],
    ['{ type: noop, duration: [1s] }', 'INVALID_DURATION A duration is text with a unit.'],
  ])('refuse %s', (task, expected) => {
    expect(told(task)).toContain(expected);
  });

  it.each([
    '{ type: shell, script: "true", shell: bash }',
    '{ type: shell, script: "true", shell: "${{ params.p }}" }',
    '{ type: http, request: { url: "http://x", method: "${{ params.p }}" } }',
    '{ type: http, request: { url: "http://x" }, expect: { status: [204, 3xx, "${{ params.p }}", "${{ params.p }}xx"] } }',
    '{ type: noop, fail: "${{ params.p == null }}" }',
    '{ type: noop, duration: 1h30m }',
    '{ type: noop, duration: null }',
    '{ type: noop, duration: "${{ params.p }}s" }',
  ])('take %s', (task) => {
    expect(told(task)).toBe('');
  });
});

describe('the settings of the task types, once evaluated', () => {
  it.each([
    ['shell', { script: 'true', shell: 'zsh' }, "must be one of sh, bash, not 'zsh'"],
    ['http', { request: { url: 'http://x', method: 'get' } }, "not 'get'"],
    ['noop', { fail: 'yes' }, 'must be true or false, not text'],
    ['noop', { duration: 5n }, 'A duration is text with a unit.'],
  ])('of %s say what they take, not how they are checked', (name, settings, message) => {
    const type = taskTypes.find((one) => one.type === name);
    expect(type?.settings.safeParse(settings).error?.issues[0]?.message).toContain(message);
  });

  it('take a duration that an expression gave', () => {
    const noop = taskTypes.find((one) => one.type === 'noop');
    expect(noop?.settings.safeParse({ duration: { kind: 'duration', ms: 5 } }).success).toBe(true);
  });
});
